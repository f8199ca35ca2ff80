// Refusals leave leaves too, but nobody may fill the log with them: sixty per actor, action and hour are listed one by
// one; the rest of that hour are one entry with their number, written once the hour is over.
#pragma once

#include "nrm/log/act.hpp"

namespace nrm::log {

inline constexpr std::int64_t kRefusalsListed = 60;  // one a minute is what a person does; more is a machine

// How many there are in this hour, this one included.
std::int64_t count_refusal(Act& act);
// Writes the entries of the hours that are over, and forgets their counters.
void sum_up_refusals(Journal& journal);

}  // namespace nrm::log
