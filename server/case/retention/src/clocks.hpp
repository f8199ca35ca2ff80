// What falls due after a case is closed: computed from the closing and the pack, kept as rows that a job looks at.
#pragma once

#include "nrm/retention/retention.hpp"

namespace nrm::retention {

inline constexpr std::string_view kLookAgain = "retention.look-again";

void start_clocks(log::Act& act, const pathway::Pack& pack, const CaseId& id, std::string_view moment);
void stop_clocks(log::Act& act, const CaseId& id);
void stop_clock(log::Act& act, const CaseId& id, const std::string& retention_class);
// Asks the team for what is due and not held, tells of what is overdue, and looks again at the next time.
void run_clocks(log::Act& act, const CaseId& id);
// In the order of their time.
std::vector<Due> due_of_case(storage::Reader& reader, const CaseId& id, UtcTime now);
Due read_due(storage::Reader& reader, const storage::Row& row, UtcTime now);
inline constexpr std::string_view kDueColumns =
    "SELECT number, case_id, retention_class, follows, due_at, overdue_at, asked_at, told_at FROM retention_due ";

}  // namespace nrm::retention
