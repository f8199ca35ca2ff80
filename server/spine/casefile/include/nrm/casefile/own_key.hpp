// Keys that a team has for itself, beside those of cases: one kind of subject, a random subject each, sealed to the
// team like every other and so rotated and merged with it.
#pragma once

#include "nrm/casefile/seal.hpp"

namespace nrm::casefile {

struct OwnKey {
  Uuid subject;  // what names the key wherever it goes
  Key32 key;
};
// Every key of the kind that the session's team holds under the compartment, the newest first: more than one after
// teams were merged, none before the first was made.
Result<std::vector<OwnKey>> find_own_keys(log::Act& act, const access::Permit& permit, const std::string& subject_kind,
                                          access::Compartment kind);
// As find_own_keys, and makes the first.
Result<std::vector<OwnKey>> own_keys(log::Act& act, const access::Permit& permit, const std::string& subject_kind,
                                     access::Compartment kind);

}  // namespace nrm::casefile
