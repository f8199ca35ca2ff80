// A new password, checked and stretched before an act begins.
#pragma once

#include "nrm/access/context.hpp"
#include "openers.hpp"

namespace nrm::access {

Result<StretchedPassword> stretch_new_password(const AccessContext& context, const SecretText& password,
                                               const std::vector<std::string>& own_words, std::string_view pointer);
// Words that make a password foreseeable for this member.
std::vector<std::string> own_words(const AccessContext& context, std::string_view account, std::string_view name,
                                   const OrganisationId& organisation);

}  // namespace nrm::access
