// Joint case teams: another team that holds a case together with the team that opened it, for some compartments, under
// a basis. Why a team may join is for those to say who know bases; here stand who holds, and which keys follow.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

struct JointTeamTag;
using JointTeamId = Id<JointTeamTag>;

namespace problems {
inline constexpr ProblemType kAlreadyJoint{"casefile.already-joint", 409};  // end it first, then add it anew
}  // namespace problems

enum class JointEnd { left, removed, withdrawn, expired };
std::string_view name_of(JointEnd why);

struct JointTeam {
  JointTeamId id;
  CaseId case_id;
  TeamId team;
  std::set<Compartment> compartments;
  BasisId basis;
  MemberId added_by;
  UtcTime since;
  UtcTime until;  // the end of the basis
  std::optional<UtcTime> paused_at;
  std::optional<UtcTime> ended_at;
  std::string ended_why;  // empty while it lasts
};

// Whether the team holds the case now: as its own, or as a joint team. What erases, closes or merges a case asks
// team_of instead.
bool holds(storage::Reader& reader, const CaseId& id, const TeamId& team);
// The joint teams of a case now, oldest first, with those whose basis is paused.
std::vector<JointTeam> joint_teams_of(storage::Reader& reader, const CaseId& id);
// Whether any team ever held it with the holding team.
bool was_joint(storage::Reader& reader, const CaseId& id);
// A team's own memberships, newest first, with those that ended since `ended_after`.
std::vector<JointTeam> memberships_of(storage::Reader& reader, const TeamId& team, UtcTime ended_after);
std::optional<JointTeam> find_joint_team(storage::Reader& reader, const JointTeamId& id);

// To whom the case's keys of a kind belong: the holding team without a basis, joint teams under theirs. Whoever makes a
// key seals it to all of them.
struct KeyHolder {
  TeamId team;
  std::optional<BasisId> basis;
  bool paused = false;  // its seals sleep until the basis goes on
};
std::vector<KeyHolder> key_holders(storage::Reader& reader, const CaseId& id, Compartment kind);

struct NewJointTeam {
  TeamId team;
  std::set<Compartment> compartments;
  BasisId basis;
  UtcTime until;
};
// By the holding team. Seals every version of the named compartments' keys to the team under the basis and, with the
// casework, the case's log key, also to its organisation's auditors. kNotFound for another team's case; kInvalid where
// the member's role does not open a compartment; kAlreadyJoint; casefile.no-receiver-key.
Result<JointTeamId> add_joint_team(log::Act& act, const access::Permit& permit, const CaseId& id,
                                   const NewJointTeam& input);
// Its seals go and reads are refused from this act on; new keys are asked for. Nothing happens where it ended before.
void end_joint_team(log::Act& act, const JointTeam& joint, JointEnd why);
// A joint team looked at the case it was added to: it is no longer new to it.
void note_looked(log::Act& act, const CaseId& id, const TeamId& team);
// The person paused the basis, or lets it go on: while it is paused the team finds nothing of the case. The seals are
// put to sleep by those who know the basis.
void pause_joint_teams_of_basis(log::Act& act, std::string_view basis);
void resume_joint_teams_of_basis(log::Act& act, std::string_view basis);
// She agreed anew: the membership goes on until then.
void extend_joint_team(log::Act& act, const JointTeamId& id, UtcTime until);
// Every membership under the basis.
void end_joint_teams_of_basis(log::Act& act, std::string_view basis, JointEnd why);

}  // namespace nrm::casefile
