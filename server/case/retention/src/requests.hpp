#pragma once

#include "nrm/retention/retention.hpp"

namespace nrm::retention {

// Newest first.
std::vector<Request> requests_of_case(storage::Reader& reader, const CaseId& id);
Request read_request(const storage::Row& row);
inline constexpr std::string_view kRequestColumns =
    "SELECT id, case_id, team, why, classes, state, asked_at, asked_by, ended_at FROM erasure_request ";
// A hold was placed, or ended: what waits for a person, and what waits for the hold.
void hold_back_requests(log::Act& act, const CaseId& id);
void wake_requests(log::Act& act, const pathway::Pack& pack, const CaseId& id);
std::string note_field(const RequestId& id);

}  // namespace nrm::retention
