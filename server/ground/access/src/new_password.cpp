#include "new_password.hpp"

#include "nrm/access/accounts.hpp"
#include "nrm/access/password_policy.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::access {

Result<StretchedPassword> stretch_new_password(const AccessContext& context, const SecretText& password,
                                               const std::vector<std::string>& own_words, std::string_view pointer) {
  if (const auto fault = password_fault(password, own_words)) {
    std::map<std::string, std::string> params;
    if (*fault == "too-long") params = {{"max", std::to_string(kMaxPassword)}};
    if (*fault == "password-too-short") params = {{"min", std::to_string(kMinPassword)}};
    return fail(nrm::problems::kInvalid, {{std::string{pointer}, std::string{*fault}, std::move(params)}});
  }
  const auto salt = crypto::random_salt(context.journal.random());
  auto keys = context.pool.stretch(password, salt, context.cost);
  if (!keys) return tl::unexpected(keys.error());
  return StretchedPassword{salt, context.cost, *keys};
}

std::vector<std::string> own_words(const AccessContext& context, std::string_view account, std::string_view name,
                                   const OrganisationId& organisation) {
  std::vector<std::string> out{std::string{account}, std::string{name}, context.issuer};
  const auto found = context.database().reading(
      [&](storage::Reader& reader) { return directory::find_organisation(reader, organisation); });
  if (found) {
    out.push_back(found->name);
    out.push_back(found->code);
  }
  return out;
}

}  // namespace nrm::access
