// What referrals mean for a team that ends.
#pragma once

#include <optional>

#include "nrm/kernel/id.hpp"
#include "nrm/log/act.hpp"

namespace nrm::referral {

// Sent and not answered, of either side; with another team named, those between the two.
std::int64_t count_unanswered(storage::Reader& reader, const TeamId& team, const std::optional<TeamId>& with);
// On casefile::kTeamMerged. The history goes on naming who did what then.
void move_referrals(log::Act& act, std::string_view teams);

}  // namespace nrm::referral
