// The formats that the standard's schemas name, as strictly as any validator reads them.
#pragma once

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace nrm::hsds {

// Brings the text into the one spelling of its format ("uuid": lower case; "date-time": UTC); a fault's code where it
// is none of the format.
std::optional<std::string_view> mend_format(std::string_view format, std::string& text);
bool is_web_address(std::string_view text);
bool is_email(std::string_view text);
// A whole number as such; nothing where the text is no number.
std::optional<boost::json::value> number_of(std::string_view text);

}  // namespace nrm::hsds
