#pragma once

#include "nrm/casefile/life.hpp"

namespace nrm::casefile {

// The case $id and every case that it stands for. Merging refuses circles, so this ends.
inline constexpr std::string_view kTree =
    "WITH RECURSIVE tree(id) AS (SELECT CAST($id AS TEXT) UNION SELECT m.id FROM case_file m JOIN tree t ON "
    "m.merged_into = t.id) ";
// The columns closed_at, closed_by, error_marked_at, merged_into.
Life life_from(const storage::Row& row);
// The holding team's own case; kNotFound else, for joint teams too: the end of a case is not theirs to decide.
Result<CaseFacts> held_alone(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::casefile
