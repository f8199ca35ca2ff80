// The fields of a posted HTML form (application/x-www-form-urlencoded).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nrm::letters {

// Nothing where it is no such text: bad percent encoding, text that is not UTF-8, a field twice, more than a few
// fields.
std::optional<std::map<std::string, std::string>> parse_form(std::string_view body);

}  // namespace nrm::letters
