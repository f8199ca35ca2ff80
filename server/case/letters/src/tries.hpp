// Tries at codes, by letter and by network. Counted before the try is looked at and in the database: a restart, a
// second server or a hundred tries at once gain nothing.
#pragma once

#include "nrm/letters/answer.hpp"

namespace nrm::letters {

// Counts one try; whether it may be looked at. A reference that no letter has is counted like any other; nothing where
// what was typed is no reference and code at all: that is a slip, and counts for the network alone. A network that may
// not try counts for itself alone too, whatever it typed.
bool count_try(storage::Upkeep& upkeep, const std::optional<std::string>& reference, const std::string& network,
               UtcTime now);
bool has_tries_left(storage::Reader& reader, const std::string& reference);
// A new code begins anew.
void forget_tries(log::Act& act, const std::string& reference);

}  // namespace nrm::letters
