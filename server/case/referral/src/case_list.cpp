// What of one case is asked of others: several needs at once, each with its own chain.
#include <fmt/format.h>

#include "nrm/casefile/restriction.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

// A joint team sees what it sent itself; whoever holds the case sees everything.
Result<std::vector<CaseReferral>> list_in(log::Act& act, const access::Session& session, const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  const bool holder = casefile::team_of(act.writer(), id) == session.team;
  std::vector<CaseReferral> out;
  for (const auto& raw : act.query(
           fmt::format("SELECT {} FROM referral r JOIN referral_case c ON c.referral = r.id WHERE c.case_id = $id "
                       "ORDER BY r.sent_at DESC, r.id",
                       kReferralColumns),
           {{"id", id}})) {
    const auto row = row_of(raw);
    if (holder || row.from_team == session.team)
      out.push_back({summary_of(act, row, session.team), row.origin, row.previous, row.position});
  }
  return out;
}

}  // namespace

Result<std::vector<CaseReferral>> list_of_case(const Desk& desk, const access::Session& session, const CaseId& id) {
  return desk.journal.act<std::vector<CaseReferral>>(
      session.header("referral.list-of-case", "refer", {id, session.organisation, id.text()}),
      [&](log::Act& act) { return list_in(act, session, id); });
}

}  // namespace nrm::referral
