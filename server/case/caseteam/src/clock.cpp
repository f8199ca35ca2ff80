#include "clock.hpp"

#include "nrm/consent/basis.hpp"

namespace nrm::caseteam {
namespace {

constexpr std::string_view kBasisEnds = "case-team.basis-ends";
constexpr std::string_view kBasisRule = "basis.until";

std::string job_id(const JointTeamId& id) {
  return fmt::format("{}:{}", kBasisEnds, id.text());
}

// Exactly once: the act that ends the membership also takes the job's row.
void end_with_basis(log::Journal& journal, const jobs::Job& job) {
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, std::string{kBasisRule}}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
  (void)journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto joint = casefile::find_joint_team(act.writer(), JointTeamId::from_row(job.subject));
    if (!joint || joint->ended_at) return {};
    act.set_subject({joint->case_id, std::nullopt, job.subject});
    // She agreed anew meanwhile: what was given goes on as long as the newer word says.
    if (const auto until = consent::effective_until(act.writer(), joint->basis); until && *until > act.now()) {
      casefile::extend_joint_team(act, joint->id, *until);
      start_clock(act, joint->id, *until);
      return {};
    }
    casefile::end_joint_team(act, *joint, casefile::JointEnd::expired);
    return {};
  });
}

}  // namespace

void start_clock(log::Act& act, const JointTeamId& id, UtcTime until) {
  jobs::schedule(act.writer(), {job_id(id), std::string{kBasisEnds}, id.text(), until});
}

void stop_clock(log::Act& act, const JointTeamId& id) {
  jobs::cancel(act.writer(), job_id(id));
}

std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal) {
  return {{std::string{kBasisEnds}, [&journal](const jobs::Job& job) { end_with_basis(journal, job); }}};
}

}  // namespace nrm::caseteam
