// What clocks that warn or run out mean for a case. In the clock's own act, or in the act that lets a case speak again.
#pragma once

#include "store.hpp"

namespace nrm::identification {

void register_clocks(const Desk& desk);
// One of the teams that hold the case stopped a time: the others are told.
void tell_of_pause(log::Act& act, const Stay& stay, const TeamId& by);
// A case that was closed, or went on under another, goes on by itself: what its clocks said meanwhile is told now.
void speak_again(log::Act& act, const pathway::Pack& pack, const Stay& stay);

}  // namespace nrm::identification
