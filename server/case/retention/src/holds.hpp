#pragma once

#include "nrm/retention/retention.hpp"

namespace nrm::retention {

inline constexpr std::string_view kHoldEnds = "retention.hold-ends";

// Newest first; `reference` is left closed.
std::vector<Hold> holds_of_case(storage::Reader& reader, const CaseId& id);
// The latest day of the living holds that keep any of these classes; nothing where none does.
std::optional<UtcTime> held_until(storage::Reader& reader, const CaseId& id, const Classes& classes);
// By clock or by two people: wakes what waited for it.
void end_hold(log::Act& act, const pathway::Pack& pack, const HoldId& id, const CaseId& case_id, std::string_view how);
std::string hold_field(const HoldId& id);

}  // namespace nrm::retention
