#include "clock.hpp"
#include "nrm/consent/clocks.hpp"

namespace nrm::caseteam {

Result<void> end(log::Act& act, const access::Permit& permit, const CaseId& id, const JointTeamId& joint_id) {
  const auto joint = casefile::find_joint_team(act.writer(), joint_id);
  if (!joint || joint->case_id != id || joint->ended_at) return fail(nrm::problems::kNotFound);
  const auto team = permit.session().team;
  const bool leaves = joint->team == team;
  if (!leaves && casefile::team_of(act.writer(), id) != team) return fail(nrm::problems::kNotFound);
  casefile::end_joint_team(act, *joint, leaves ? casefile::JointEnd::left : casefile::JointEnd::removed);
  stop_clock(act, joint_id);
  return {};
}

void register_reactions(log::Journal& journal) {
  journal.on(std::string{consent::kWithdrawn}, [](log::Act& act, std::string_view basis) {
    casefile::end_joint_teams_of_basis(act, basis, casefile::JointEnd::withdrawn);
  });
  journal.on(std::string{consent::kExpired}, [](log::Act& act, std::string_view basis) {
    casefile::end_joint_teams_of_basis(act, basis, casefile::JointEnd::expired);
  });
  journal.on(std::string{consent::kPaused}, casefile::pause_joint_teams_of_basis);
  journal.on(std::string{consent::kResumed}, casefile::resume_joint_teams_of_basis);
}

}  // namespace nrm::caseteam
