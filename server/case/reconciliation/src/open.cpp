#include "nrm/directory/directory.hpp"
#include "store.hpp"

namespace nrm::reconciliation {
namespace {

int count_months(const Months& period) {
  return static_cast<int>((period.last - period.first).count()) + 1;
}

// A month that is not over yet would be another one tomorrow.
std::vector<FieldProblem> find_faults(log::Act& act, const Desk& desk, const NewReconciliation& input) {
  std::vector<FieldProblem> out;
  const auto this_month = month_of(desk.pack.calendar->local_date(act.now()));
  if (input.from == input.to) out.push_back({"/to_organisation_id", "contradicts", {}});
  if (!directory::find_organisation(act.writer(), input.from)) out.push_back({"/from_organisation_id", "unknown", {}});
  if (!directory::find_organisation(act.writer(), input.to)) out.push_back({"/to_organisation_id", "unknown", {}});
  if (input.period.last < input.period.first) {
    out.push_back({"/last_month", "contradicts", {}});
  } else if (count_months(input.period) > kMaxMonths) {
    out.push_back({"/last_month", "too-many", {{"max", std::to_string(kMaxMonths)}}});
  }
  if (input.period.last >= this_month) out.push_back({"/last_month", "not-over-yet", {}});
  return out;
}

bool is_open_already(log::Act& act, const NewReconciliation& input) {
  return act
      .query_one(
          "SELECT id FROM reconciliation WHERE from_organisation = $from AND to_organisation = $to AND first_month = "
          "$first AND last_month = $last",
          {{"from", input.from},
           {"to", input.to},
           {"first", to_text(input.period.first)},
           {"last", to_text(input.period.last)}})
      .has_value();
}

Row insert(log::Act& act, const access::Session& session, const NewReconciliation& input) {
  const Row row{ReconciliationId::random(act.random()), {input.from, input.to}, input.period, 1, act.now()};
  act.run(
      "INSERT INTO reconciliation (id, from_organisation, to_organisation, first_month, last_month, version, "
      "opened_at, opened_by) VALUES ($id, $from, $to, $first, $last, 1, $now, $member)",
      {{"id", row.id},
       {"from", input.from},
       {"to", input.to},
       {"first", to_text(input.period.first)},
       {"last", to_text(input.period.last)},
       {"now", act.now()},
       {"member", session.member}});
  return row;
}

}  // namespace

Result<ReconciliationId> open(const Desk& desk, const access::Session& session, const NewReconciliation& input) {
  const auto header = session.header("reconciliation.open", "", {std::nullopt, session.organisation, ""});
  return desk.journal.act<ReconciliationId>(header, [&](log::Act& act) -> Result<ReconciliationId> {
    const auto permit = access::decide(act, session, access::Relation::instance);
    if (!permit) return tl::unexpected(permit.error());
    auto faults = find_faults(act, desk, input);
    if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
    if (is_open_already(act, input)) return fail(problems::kAlreadyOpen);
    const auto row = insert(act, session, input);
    rebuild(act, desk, row);
    act.note("reconciliation", row.id.text());
    return row.id;
  });
}

}  // namespace nrm::reconciliation
