// Cases that another stands for: whether that one has in hand what runs in them.
#pragma once

#include "store.hpp"

namespace nrm::identification {

// Whether another case stands for this one now and has come as far on the stay's track, so that nothing is waited for
// here: with times of its own in the same state, or where the pathway no longer comes by the stay's state. Where it
// leads from either state to the other, the later word counts.
bool is_answered(log::Act& act, const pathway::Pack& pack, const Stay& stay);
// Of the case and all that it stands for: what is answered warns nobody from now on.
void silence_answered(log::Act& act, const pathway::Pack& pack, const CaseId& id);

}  // namespace nrm::identification
