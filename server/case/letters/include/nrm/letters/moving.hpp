// Letters that go along: to the team that takes a case over, and into the work lists.
#pragma once

#include <vector>

#include "nrm/letters/letter.hpp"
#include "nrm/work/item.hpp"

namespace nrm::letters {

// Inside the act that gives a case to another team: its letters and their clocks are that team's from now on. Those of
// teams that hold the case together with it stay theirs.
void move_letters(log::Act& act, const CaseId& id, const TeamId& to_team);

// What goes along with the case then and is not done with.
struct GoingAlong {
  std::int64_t open = 0;     // nobody has answered
  std::int64_t to_tell = 0;  // her word ended it, and the body is still to be told
};
GoingAlong letters_going_along(storage::Reader& reader, const CaseId& id);

// What a team asked for a case that it holds no longer together with another: the holding team follows it up.
void move_letters_of_joint_team(log::Act& act, const CaseId& id, const TeamId& team);

// What waits for the teams: an answer that is awaited, one that did not come, one that nobody has read.
std::vector<work::Item> work_of(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams);

}  // namespace nrm::letters
