// What a password must be: long and not foreseeable. No composition rule, no expiry; kept byte for byte.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/secret.hpp"

namespace nrm::access {

// The field code of the first fault: "not-utf8", "has-nul", "password-too-short", "too-long", "password-too-common";
// nothing where it will do. Words of the account, the member's name and the organisation do not count as length.
std::optional<std::string_view> password_fault(const SecretText& password, const std::vector<std::string>& own_words);

}  // namespace nrm::access
