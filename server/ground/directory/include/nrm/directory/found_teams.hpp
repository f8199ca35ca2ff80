// The pack's suggested teams, for a founding.
#pragma once

#include "nrm/directory/directory.hpp"
#include "nrm/pathway/team_offers.hpp"

namespace nrm::directory {

// Inside an act, under the caller's decision: those whose body is there and open, unconfirmed like their bodies, each
// with what it offers. A body's team of the same name is left as it is. How many were added.
Result<std::size_t> found_teams(log::Act& act, const pathway::Pack& pack,
                                const std::vector<pathway::TeamOffer>& offers);
// The same of each service that the team has; nothing is written where nothing is said.
Result<void> describe_all(log::Act& act, const pathway::Pack& pack, const TeamId& team,
                          const pathway::TeamOffer& offer);

}  // namespace nrm::directory
