// What clocks that warn or run out mean for a case. In the clock's own act, or in the act that lets a case speak again.
#pragma once

#include "store.hpp"

namespace nrm::identification {

void register_clocks(const Desk& desk);
// One of the teams that hold the case stopped a time, or let it go on: the others are told.
void tell_of_pause(log::Act& act, const Stay& stay, const TeamId& by);
void tell_of_resumption(log::Act& act, const Stay& stay, const TeamId& by);
// The case is part of another now: those who hold it with the team that joined the two are told.
void tell_of_merger(log::Act& act, const CaseId& id);
// A case that was closed, or went on under another, goes on by itself: what its clocks said meanwhile is told now.
void speak_again(log::Act& act, const pathway::Pack& pack, const Stay& stay);

}  // namespace nrm::identification
