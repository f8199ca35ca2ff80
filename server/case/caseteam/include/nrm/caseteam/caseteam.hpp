// Joint case teams under a basis: joining, leaving, and the end that follows from a withdrawal or a last day.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "nrm/casefile/joint_team.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::caseteam {

using access::Compartment;
using casefile::JointTeam;
using casefile::JointTeamId;

namespace problems {
inline constexpr ProblemType kNotCovered{"caseteam.not-covered", 409};  // ask her for these groups too
}  // namespace problems
std::vector<ProblemType> caseteam_problems();

// The compartments all of whose field groups are among these: a key opens a whole compartment, so half a compartment
// cannot be given.
std::set<Compartment> covered_by(const std::set<std::string>& field_groups);

struct Wanted {
  TeamId team;
  std::set<Compartment> compartments;
  BasisId basis;
};
// By a member of the holding team. consent.no-basis where the basis does not live or names another team; kNotCovered.
Result<JointTeamId> add(log::Act& act, const access::Permit& permit, const CaseId& id, const Wanted& wanted);
// By either side; kNotFound where there is no such membership now.
Result<void> end(log::Act& act, const access::Permit& permit, const CaseId& id, const JointTeamId& joint);

// What could be given now: each live basis of the case for another team, with what it covers.
struct Offer {
  BasisId basis;
  TeamId team;
  std::set<Compartment> compartments;
  UtcTime until;
};
std::vector<Offer> offers_of(log::Act& act, const access::Permit& permit, const CaseId& id);

// How long an ended membership is still told to the team that lost it.
inline constexpr std::chrono::hours kToldFor{24 * 30};

// The end of a basis as a job: one act by clock(basis.until), once, over any restart.
std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal);
// What follows when a basis is withdrawn. At start, before the first act.
void register_reactions(log::Journal& journal);

}  // namespace nrm::caseteam
