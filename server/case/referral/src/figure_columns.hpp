// Figures as they are read from the table of referrals.
#pragma once

#include "nrm/referral/figures.hpp"

namespace nrm::referral {

// A case that went to another team takes its referrals along; they count where they were sent.
inline constexpr std::string_view kSentFrom =
    "COALESCE((SELECT h.actor_team FROM referral_history h WHERE h.referral = referral.id AND h.what = "
    "'case-handed-over' ORDER BY h.position LIMIT 1), from_team)";
std::string figure_columns();
FigureRow figure_of(const storage::Row& row);

}  // namespace nrm::referral
