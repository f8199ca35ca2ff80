#include "rows.hpp"

#include <fmt/format.h>

namespace nrm::access {

std::string to_row(const Roles& roles) {
  std::string out;
  for (const auto role : roles) {
    if (!out.empty()) out += ' ';
    out += name_of(role);
  }
  return out;
}

Roles roles_from_row(std::string_view text) {
  Roles out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto role = parse_role(text.substr(0, end));
    if (!role) fail_bug("a stored role is not one");
    out.insert(*role);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

MemberRow member_from_row(const storage::Row& row) {
  return {row.id<MemberId>("id"),
          row.text("account"),
          row.text("name"),
          row.id<OrganisationId>("organisation"),
          row.id<TeamId>("team"),
          row.text("state"),
          roles_from_row(row.text("roles")),
          row.blob("public_keys"),
          row.time("in_team_since")};
}

std::optional<MemberRow> find_member(storage::Reader& reader, const MemberId& id) {
  const auto row =
      reader.query_one(fmt::format("SELECT {} FROM member m WHERE m.id = $id", kMemberColumns), {{"id", id}});
  if (!row) return std::nullopt;
  return member_from_row(*row);
}

}  // namespace nrm::access
