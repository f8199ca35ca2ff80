// What the checks of values share. A fault's pointer leads to the member that is wrong.
#pragma once

#include <optional>
#include <string>

#include "json_text.hpp"
#include "nrm/casefile/field.hpp"

namespace nrm::casefile {

using Fault = std::optional<FieldProblem>;
Fault fault(std::string pointer, std::string code);
Fault too_many(std::string pointer, std::size_t max);
Fault text_fault(std::string_view text, std::size_t max, const std::string& pointer);
// A code of the list: letters, digits, "-", "_", "."; one of the closed list where this program has it.
Fault code_fault(std::string_view list, std::string_view code, const std::string& pointer);
Fault codes_fault(std::string_view list, const JsonValue& value, const std::string& pointer);
// A whole structured value under its shape, and the rules between its members.
Fault shape_fault(std::string_view shape, const JsonValue& value, const std::string& pointer, Date today);
Fault shape_rule_fault(std::string_view shape, const JsonValue& value, const std::string& pointer, Date today);

}  // namespace nrm::casefile
