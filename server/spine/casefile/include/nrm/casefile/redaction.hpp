// Where a value that is hers names somebody else, and what it is without that.
#pragma once

#include <string>
#include <string_view>

#include "nrm/casefile/shape.hpp"

namespace nrm::casefile {

// Whether somebody wrote words into it: a story, a remark of a form, or what was written before its field had a shape.
// A line holds a number or an address and is none.
bool is_free_text(const Field& field, std::string_view value);
// The value with `sentence` in place of what each member holds that names another person. A value without such members
// comes back byte for byte.
std::string without_third_persons(const Field& field, std::string_view value, const std::string& sentence);

}  // namespace nrm::casefile
