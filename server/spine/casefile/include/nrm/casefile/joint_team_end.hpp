// The moment at which a team holds a case together with another no longer, however that came about.
#pragma once

#include <string_view>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// The object is "<case>:<team>". What a module's rows leave to that team in that case is the holding team's from then
// on; what tells who did something then stays.
inline constexpr std::string_view kJointTeamEnded = "joint-team.ended";
struct EndedJointTeam {
  CaseId case_id;
  TeamId team;
};
EndedJointTeam ended_joint_team_of(std::string_view object);

}  // namespace nrm::casefile
