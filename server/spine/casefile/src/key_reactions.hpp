#pragma once

#include "nrm/log/act.hpp"

namespace nrm::casefile {

void register_key_reactions(log::Journal& journal);
// On access::kTeamKeysRotated: a team that has nothing wrapped under the old version is done at once.
void finish_empty_rotations(log::Act& act, std::string_view team);
// On access::kMemberLost: every case whose keys she had opened gets a task.
void ask_for_cases_of(log::Act& act, std::string_view member_and_team);

}  // namespace nrm::casefile
