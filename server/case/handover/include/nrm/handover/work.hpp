// What of hand-overs waits for a team.
#pragma once

#include "nrm/handover/desk.hpp"
#include "nrm/work/item.hpp"

namespace nrm::handover {

// "answer-handover" for the receiver, "complete-handover" and "await-handover" for the giver.
std::vector<work::Item> open_work(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams);

}  // namespace nrm::handover
