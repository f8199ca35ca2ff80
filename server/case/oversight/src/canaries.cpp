#include "nrm/oversight/canaries.hpp"

#include "acts.hpp"
#include "nrm/casefile/statistics.hpp"
#include "nrm/caselife/caselife.hpp"

namespace nrm::oversight {
namespace {

using access::Relation;
using access::Role;

Canary canary_of(const storage::Row& row) {
  return {row.id<CaseId>("case_id"), row.id<TeamId>("team"), row.id<MemberId>("planted_by"), row.time("planted_at"),
          row.maybe_time("confirmed_at")};
}

}  // namespace

Result<void> plant_canary(const Desk& desk, const access::Session& session, const CaseId& id) {
  // Sealed to the organisation and not to the case: its own log must not tell its team what it is.
  return on_body<void>(desk, session, Relation::own_team, {"canary.plant", "oversight", {}}, id.text(),
                       [&](log::Act& act, const access::Permit& permit) -> Result<void> {
                         if (casefile::team_of(act.writer(), id) != session.team) return fail(nrm::problems::kNotFound);
                         if (caselife::was_acted_on(act, id)) return fail(problems::kCaseInUse);
                         const auto planted = act.run(
                             "INSERT INTO canary_case (case_id, organisation, team, planted_by, planted_at) "
                             "VALUES ($id, $organisation, $team, $by, $now) ON CONFLICT (case_id) DO NOTHING",
                             {{"id", id},
                              {"organisation", session.organisation},
                              {"team", session.team},
                              {"by", session.member},
                              {"now", act.now()}});
                         if (planted != 1) return fail(nrm::problems::kConflict);
                         return casefile::drop_statistics_row(act, permit, id);
                       });
}

Result<void> confirm_canary(const Desk& desk, const access::Session& session, const CaseId& id) {
  return on_body<void>(
      desk, session, Relation::own_organisation, {"canary.confirm", "oversight", {}}, id.text(),
      [&](log::Act& act, const access::Permit&) -> Result<void> {
        const auto row =
            act.query_one("SELECT planted_by FROM canary_case WHERE case_id = $id AND organisation = $organisation",
                          {{"id", id}, {"organisation", session.organisation}});
        if (!row) return fail(nrm::problems::kNotFound);
        if (row->id<MemberId>("planted_by") == session.member) return fail(problems::kAnotherReviews);
        const auto confirmed = act.run(
            "UPDATE canary_case SET confirmed_by = $by, confirmed_at = $now WHERE case_id = $id AND confirmed_at IS "
            "NULL",
            {{"by", session.member}, {"now", act.now()}, {"id", id}});
        if (confirmed != 1) return fail(nrm::problems::kConflict);
        return {};
      });
}

Result<std::vector<Canary>> list_canaries(const Desk& desk, const access::Session& session) {
  using Out = std::vector<Canary>;
  const bool officer = session.roles.contains(Role::data_protection_officer);
  return on_body<Out>(
      desk, session, officer ? Relation::own_organisation : Relation::own_team, {"canary.list", "oversight", {}}, {},
      [&](log::Act& act, const access::Permit&) -> Result<Out> {
        Out out;
        for (const auto& row : act.query(
                 "SELECT case_id, team, planted_by, planted_at, confirmed_at FROM canary_case WHERE organisation = "
                 "$organisation AND ($officer = 1 OR planted_by = $member) ORDER BY planted_at DESC, case_id",
                 {{"organisation", session.organisation}, {"officer", officer}, {"member", session.member}}))
          out.push_back(canary_of(row));
        act.note("listed", std::to_string(out.size()));
        return out;
      });
}

}  // namespace nrm::oversight
