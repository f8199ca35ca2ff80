#include "holds.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "classes.hpp"
#include "clocks.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/jobs/jobs.hpp"
#include "requests.hpp"

namespace nrm::retention {
namespace {

std::string job_of(const HoldId& id) {
  return fmt::format("{}:{}", kHoldEnds, id.text());
}

Hold read(const storage::Row& row) {
  return {.id = row.id<HoldId>("id"),
          .reason = row.text("reason"),
          .classes = from_column(row.text("classes")),
          .placed_at = row.time("placed_at"),
          .until = row.time("until"),
          .lift_asked_at = row.maybe_time("lift_asked_at"),
          .ended_at = row.maybe_time("ended_at"),
          .ended_how = row.maybe_text("ended_how").value_or(""),
          .reference = std::nullopt};
}

std::vector<FieldProblem> find_faults(const NewHold& input, Date today) {
  auto faults = find_class_faults(input.classes);
  if (input.until < today) faults.push_back({"/until", "in-the-past", {}});
  if (input.until > Date{std::chrono::sys_days{today} + std::chrono::days{kLongestHoldDays}})
    faults.push_back({"/until", "too-far", {{"max", std::to_string(kLongestHoldDays)}}});
  return faults;
}

void insert(log::Act& act, const access::Permit& permit, const HoldId& hold, const CaseId& id, const NewHold& input,
            UtcTime until) {
  act.run(
      "INSERT INTO legal_hold (id, case_id, reason, classes, placed_at, placed_by, until) VALUES ($id, $case_id, "
      "$reason, $classes, $at, $by, $until)",
      {{"id", hold},
       {"case_id", id},
       {"reason", input.reason},
       {"classes", to_column(input.classes)},
       {"at", act.now()},
       {"by", permit.session().member},
       {"until", until}});
}

struct Held {
  Hold hold;
  CaseId case_id;
  std::optional<MemberId> lift_asked_by;
};
std::optional<Held> find(log::Act& act, const access::Permit& permit, const HoldId& id) {
  const auto row = act.query_one("SELECT * FROM legal_hold WHERE id = $id", {{"id", id}});
  if (!row) return std::nullopt;
  Held out{read(*row), row->id<CaseId>("case_id"), std::nullopt};
  if (!row->is_null("lift_asked_by")) out.lift_asked_by = row->id<MemberId>("lift_asked_by");
  if (casefile::team_of(act.writer(), out.case_id) != permit.session().team) return std::nullopt;
  return out;
}

}  // namespace

std::string hold_field(const HoldId& id) {
  return "casework.legal-hold:" + id.text();
}

std::vector<Hold> holds_of_case(storage::Reader& reader, const CaseId& id) {
  std::vector<Hold> out;
  for (const auto& row :
       reader.query("SELECT * FROM legal_hold WHERE case_id = $id ORDER BY placed_at DESC, id", {{"id", id}}))
    out.push_back(read(row));
  return out;
}

std::optional<UtcTime> held_until(storage::Reader& reader, const CaseId& id, const Classes& classes) {
  std::optional<UtcTime> out;
  for (const auto& hold : holds_of_case(reader, id))
    if (!hold.ended_at && meet(hold.classes, classes) && (!out || hold.until > *out)) out = hold.until;
  return out;
}

bool is_held(storage::Reader& reader, const CaseId& id, const Classes& classes) {
  const auto parts = casefile::parts_of_person(reader, id);
  return std::ranges::any_of(parts, [&](const CaseId& part) { return held_until(reader, part, classes).has_value(); });
}

Result<HoldId> place_hold(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                          const NewHold& input) {
  if (const auto may = casefile::may_decide_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  auto faults = find_faults(input, pack.calendar->local_date(act.now()));
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  const auto hold = HoldId::random(act.random());
  const auto until = pack.calendar->end_of(input.until);
  insert(act, permit, hold, id, input, until);
  const auto kept =
      casefile::keep_note(act, permit, id, casefile::Compartment::casework, hold_field(hold), input.reference);
  if (!kept) return tl::unexpected(kept.error());
  jobs::schedule(act.writer(), {job_of(hold), std::string{kHoldEnds}, hold.text(), until});
  hold_back_requests(act, id);
  act.note("hold", hold.text());
  act.note("reason", input.reason);
  return hold;
}

Result<Lifting> lift_hold(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const HoldId& id) {
  const auto held = find(act, permit, id);
  if (!held) return fail(nrm::problems::kNotFound);
  if (held->hold.ended_at) return fail(problems::kOver);
  act.set_subject({held->case_id, permit.session().organisation, id.text()});
  if (!held->lift_asked_by) {
    act.run("UPDATE legal_hold SET lift_asked_by = $by, lift_asked_at = $at WHERE id = $id",
            {{"by", permit.session().member}, {"at", act.now()}, {"id", id}});
    return Lifting::asked;
  }
  if (*held->lift_asked_by == permit.session().member || !access::decides_cases(permit.session().roles))
    return fail(problems::kSecondPerson);
  end_hold(act, pack, id, held->case_id, "lifted");
  return Lifting::lifted;
}

void end_hold(log::Act& act, const pathway::Pack& pack, const HoldId& id, const CaseId& case_id, std::string_view how) {
  act.run("UPDATE legal_hold SET ended_at = $at, ended_how = $how WHERE id = $id AND ended_at IS NULL",
          {{"at", act.now()}, {"how", how}, {"id", id}});
  jobs::cancel(act.writer(), job_of(id));
  wake_requests(act, pack, case_id);
  run_clocks(act, case_id);
}

}  // namespace nrm::retention
