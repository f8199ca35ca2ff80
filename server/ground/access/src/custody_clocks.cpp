#include "custody_requests.hpp"
#include "nrm/access/notices.hpp"

namespace nrm::access {
namespace {

using Consequence = std::function<void(log::Act&, const CustodyRow&)>;

// Exactly once: the act that draws the consequence also takes the job's row.
jobs::Handler handler(const AccessContext& context, Consequence consequence) {
  return [&context, consequence = std::move(consequence)](const jobs::Job& job) {
    const log::Header header{
        {log::Actor::Kind::clock, {}, {}, {}, job.kind}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
    (void)context.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
      if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
      const auto row = find_custody(act.writer(), CustodyRequestId::from_row(job.subject));
      if (!row) return {};
      const auto member = find_member(act.writer(), row->member);
      if (member) act.set_subject({std::nullopt, member->organisation, job.subject});
      consequence(act, *row);
      return {};
    });
  };
}

void open(log::Act& act, const CustodyRow& row) {
  if (row.state != CustodyState::waiting || act.now() < row.opens_at) return;
  act.run("UPDATE custody_request SET state = 'open' WHERE id = $id AND state = 'waiting'", {{"id", row.id}});
  tell_team(act, row.team, "custody.open", row.id.text());
}

void expire(log::Act& act, const CustodyRow& row) {
  if (is_over(row.state) || !end_custody(act, row, CustodyState::expired)) return;
  tell_team(act, row.team, "custody.expired", row.id.text());
}

}  // namespace

std::map<std::string, jobs::Handler> custody_job_handlers(const AccessContext& context) {
  return {{"custody.open", handler(context, open)}, {"custody.expire", handler(context, expire)}};
}

}  // namespace nrm::access
