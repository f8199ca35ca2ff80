// The team's filtered list as a file.
#pragma once

#include <string>
#include <vector>

#include "nrm/casefile/case_filter.hpp"

namespace nrm::caselist {

inline constexpr std::size_t kMaxRows = 5000;      // a large team's whole year; more is no working list
inline constexpr std::int64_t kMaxFilesADay = 10;  // a member's

// Gathered in an act whose header carries purpose and reason; notes how many. kTooMany after ten in 24 hours.
Result<std::vector<casefile::ListedCase>> take_list(log::Act& act, const access::Permit& permit,
                                                    const casefile::CaseFilter& filter);

// One sheet; the first row holds the titles. Made in memory, byte for byte the same for the same cells.
using SheetRow = std::vector<std::string>;
std::string to_xlsx(const std::string& sheet_name, const std::vector<SheetRow>& rows);
// What a spreadsheet could take for a formula is led by an apostrophe.
std::string neutral_cell(std::string_view text);

}  // namespace nrm::caselist
