// What the structured values say, for rules and figures. Values are already well formed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/casefile/field.hpp"

namespace nrm::casefile {

struct BirthDate {
  Date earliest;
  Date latest;
};
// "YYYY", "YYYY-MM" or "YYYY-MM-DD".
std::optional<BirthDate> parse_partial_date(std::string_view text);
std::optional<BirthDate> birth_date_of(std::string_view json);
// Whole years between; zero where `birth` is later.
int years_between(Date birth, Date day);
std::string age_class_of(std::string_view json);
std::string age_reason_of(std::string_view json);
std::vector<std::string> codes_of(std::string_view json);
std::vector<std::string> names_of(std::string_view json);
std::string initials_of(std::string_view json);

}  // namespace nrm::casefile
