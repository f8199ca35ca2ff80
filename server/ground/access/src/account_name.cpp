#include "account_name.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "nrm/access/accounts.hpp"

namespace nrm::access {

std::string fold_account(std::string_view account) {
  std::string out{account};
  for (auto& letter : out) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return out;
}

bool is_account(std::string_view folded) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-@";
  return folded.size() >= 3 && folded.size() <= kMaxAccount &&
         folded.find_first_not_of(allowed) == std::string_view::npos;
}

std::optional<MemberRow> find_member_by_account(storage::Reader& reader, std::string_view folded) {
  if (!is_account(folded)) return std::nullopt;
  const auto row = reader.query_one(fmt::format("SELECT {} FROM member m WHERE m.account = $account", kMemberColumns),
                                    {{"account", folded}});
  if (!row) return std::nullopt;
  return member_from_row(*row);
}

}  // namespace nrm::access
