// Wrapping a team's seals anew after a rotation of its keys: bounded acts by signed-in holders, in any order,
// resumable. Until the last is done, old seals open with the old version and new ones with the new; then the old
// version's seals to members go, and with them its last use.
#pragma once

#include "nrm/casefile/seal.hpp"

namespace nrm::casefile {

// Small enough that a batch holds the database for well under a second.
inline constexpr std::size_t kRewrapBatch = 200;

struct Rewrapped {
  std::int64_t moved = 0;
  std::int64_t unopened = 0;   // do not fit their place or signature: left as they are, listed, never tried again
  std::int64_t remaining = 0;  // of the kinds that the session's member can wrap anew
};
// At most `limit` seals held by the session's own team.
Result<Rewrapped> rewrap_seals(log::Act& act, const access::Permit& permit, std::size_t limit);
// Seals of the team that still lie under a retired version, and its cases whose log its organisation's auditors cannot
// read yet, because the first of them came later.
std::int64_t seals_to_rewrap(storage::Reader& reader, const TeamId& team);

}  // namespace nrm::casefile
