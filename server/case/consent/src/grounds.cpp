#include "nrm/consent/grounds.hpp"

#include "detail.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/kernel/reference.hpp"
#include "rows.hpp"

#include <fmt/format.h>

namespace nrm::consent {
namespace {

void insert_basis(log::Act& act, const access::Permit& permit, const CaseId& id, const OtherGround& said,
                  const BasisId& basis, UtcTime until) {
  act.run(fmt::format(
              "INSERT INTO consent_basis (id, case_id, nth, decision, ground, purpose, receiver, field_groups, "
              "recorded_at, recorded_by, explained_by, until) VALUES ($id, $case_id, {}, $decision, $ground, $purpose, "
              "$receiver, $groups, $at, $by, $by, $until)",
              kNextNth),
          {{"id", basis},
           {"case_id", id},
           {"decision", name_of(Decision::other_ground)},
           {"ground", said.ground},
           {"purpose", said.purpose},
           {"receiver", said.receiver},
           {"groups", joined(said.field_groups)},
           {"at", act.now()},
           {"by", permit.session().member},
           {"until", until}});
}

// The number is drawn anew for each, so that nobody counts by it and it leads to no case.
void insert_notice(log::Act& act, const access::Permit& permit, const CaseId& id, const OtherGround& said,
                   const BasisId& basis) {
  act.run(
      "INSERT INTO other_ground (basis, case_id, number, organisation, team, article) VALUES ($basis, $case_id, "
      "$number, $organisation, $team, $article)",
      {{"basis", basis},
       {"case_id", id},
       {"number", make_reference("G", act.random())},
       {"organisation", permit.session().organisation},
       {"team", permit.session().team},
       {"article", said.article}});
}

bool others_wait(log::Act& act, const CaseId& id) {
  for (const auto& basis : bases_of_case(act.writer(), id, act.now()))
    if (basis.state == "pending") return true;
  return false;
}

void confirm(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
             const RecordedBasis& basis) {
  const auto review_due = pathway::end_of_period(act.now(), pack.grounds.review, *pack.calendar);
  act.run("UPDATE consent_basis SET confirmed_at = $now WHERE id = $id", {{"now", act.now()}, {"id", basis.id}});
  act.run("UPDATE other_ground SET confirmed_by = $by, review_due_at = $due WHERE basis = $id",
          {{"by", permit.session().member}, {"due", review_due}, {"id", basis.id}});
  start_clocks(act, basis.id, *basis.until, pack.grounds.ask_again_days);
  casefile::clear_basis_missing(act, id);
  const auto* ground = pack.grounds.find(basis.ground);
  if (ground != nullptr && ground->tells.contains("person"))
    casefile::open_task(act, id, kTellPerson,
                        pathway::end_of_period(act.now(), pack.grounds.tell_person, *pack.calendar));
}

}  // namespace

Result<BasisId> record_other_ground(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                    const CaseId& id, const OtherGround& said) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  if (const auto bad = casefile::why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  const auto receiver = receiver_facts(act, permit, said.receiver);
  auto faults = find_ground_faults(said, {.table = pack.grounds,
                                          .receiver_known = receiver.known,
                                          .receiver_is_own_team = receiver.own_team,
                                          .receiver_controls_migration = receiver.controls_migration,
                                          .today = pack.calendar->local_date(act.now())});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  const auto basis = BasisId::random(act.random());
  insert_basis(act, permit, id, said, basis, pack.calendar->end_of(*said.until));
  insert_notice(act, permit, id, said, basis);
  if (const auto kept = keep_detail(act, permit, id, basis, detail_of(said)); !kept)
    return tl::unexpected(kept.error());
  casefile::open_task(act, id, kConfirmGround,
                      pathway::end_of_period(act.now(), pack.grounds.second_person, *pack.calendar));
  act.note("basis", basis.text());
  act.note("ground", said.ground);
  return basis;
}

Result<void> confirm_ground(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                            const BasisId& basis, bool agrees) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  const auto found = find_basis(act.writer(), id, basis, act.now());
  if (!found) return fail(nrm::problems::kNotFound);
  if (found->state != "pending") return fail(problems::kNotPending);
  if (found->recorded_by == permit.session().member && agrees) return fail(problems::kSecondPerson);
  if (agrees)
    confirm(act, permit, pack, id, *found);
  else
    act.run("UPDATE consent_basis SET withdrawn_at = $now WHERE id = $id", {{"now", act.now()}, {"id", basis}});
  if (!others_wait(act, id)) casefile::close_task(act, id, kConfirmGround);
  act.note("confirmed", agrees ? "yes" : "no");
  return {};
}

}  // namespace nrm::consent
