#include "nrm/consent/clocks.hpp"

#include <fmt/format.h>

#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/casefile/team_end.hpp"
#include "rows.hpp"

namespace nrm::consent {
namespace {

constexpr std::string_view kEnds = "consent.basis-ends";
constexpr std::string_view kEndsSoon = "consent.basis-ends-soon";
constexpr std::string_view kRule = "basis.until";

std::string job_id(std::string_view kind, const BasisId& basis) {
  return fmt::format("{}:{}", kind, basis.text());
}

void schedule(log::Act& act, std::string_view kind, const BasisId& basis, UtcTime due) {
  jobs::schedule(act.writer(), {job_id(kind, basis), std::string{kind}, basis.text(), due});
}

// Renewed: what was passed on stays readable as long as the newer word says. Else the seals go and whoever reads is
// told why by higher modules.
void end_or_go_on(log::Act& act, const RecordedBasis& basis) {
  const auto until = effective_until(act.writer(), basis.id);
  if (until && *until > act.now()) return schedule(act, kEnds, basis.id, *until);
  casefile::delete_seals_of_basis(act, basis.id);
  act.react(kExpired, basis.id.text());
}

// One task for every reason to speak with her again: a reader of the database learns nothing by its kind.
void remind(log::Act& act, const CaseId& id, const RecordedBasis& basis) {
  const auto until = effective_until(act.writer(), basis.id);
  if (!until || (basis.until && *until > *basis.until)) return;
  casefile::open_task(act, id, kAskAgain, *until);
}

using Consequence = void (*)(log::Act&, const CaseId&, const RecordedBasis&);

// Exactly once: the act that draws the consequence also takes the job's row.
jobs::Handler handler(log::Journal& journal, Consequence consequence) {
  return [&journal, consequence](const jobs::Job& job) {
    const log::Header header{
        {log::Actor::Kind::clock, {}, {}, {}, std::string{kRule}}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
    (void)journal.act<void>(header, [&](log::Act& act) -> Result<void> {
      if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
      const auto row = act.query_one(std::string{kBasisColumns} + "WHERE id = $id", {{"id", job.subject}});
      if (!row) return {};
      const auto case_id = row->id<CaseId>("case_id");
      act.set_subject({case_id, std::nullopt, job.subject});
      const auto basis = row_of(*row, act.now());
      if (basis.withdrawn_at) return {};
      consequence(act, case_id, basis);
      return {};
    });
  };
}

}  // namespace

void start_clocks(log::Act& act, const BasisId& basis, UtcTime until, int ask_again_days) {
  schedule(act, kEnds, basis, until);
  const auto soon = until - std::chrono::hours{24 * ask_again_days};
  if (soon > act.now()) schedule(act, kEndsSoon, basis, soon);
}

void stop_clocks(log::Act& act, const BasisId& basis) {
  for (const auto kind : {kEnds, kEndsSoon}) jobs::cancel(act.writer(), job_id(kind, basis));
}

std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal) {
  return {{std::string{kEnds}, handler(journal, [](log::Act& act, const CaseId&,
                                                   const RecordedBasis& basis) { end_or_go_on(act, basis); })},
          {std::string{kEndsSoon}, handler(journal, remind)}};
}

void register_reactions(log::Journal& journal) {
  register_erasure(journal);
  journal.on(std::string{casefile::kTeamMerged}, [](log::Act& act, std::string_view object) {
    const auto teams = casefile::merged_teams_of(object);
    act.run("UPDATE other_ground SET team = $into WHERE team = $from", {{"from", teams.from}, {"into", teams.into}});
  });
}

}  // namespace nrm::consent
