#include "requests.hpp"

#include "classes.hpp"
#include "holds.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"

namespace nrm::retention {
namespace {

void set_state(log::Act& act, const RequestId& id, std::string_view state) {
  act.run("UPDATE erasure_request SET state = $state WHERE id = $id", {{"state", state}, {"id", id}});
}

void ask_second_person(log::Act& act, const pathway::Pack& pack, const CaseId& id) {
  casefile::open_task(act, id, kConfirmErasureTask,
                      pathway::end_of_period(act.now(), pack.retention.act_within, *pack.calendar));
}

void insert(log::Act& act, const access::Permit& permit, const CaseId& id, const Wish& wish, const Asked& asked) {
  act.run(
      "INSERT INTO erasure_request (id, case_id, team, why, classes, state, asked_at, asked_by) VALUES ($id, $case_id, "
      "$team, $why, $classes, $state, $at, $by)",
      {{"id", asked.id},
       {"case_id", id},
       {"team", permit.session().team},
       {"why", wish.why},
       {"classes", to_column(wish.classes)},
       {"state", asked.state},
       {"at", act.now()},
       {"by", permit.session().member}});
}

bool is_waiting(const Request& request) {
  return request.state == "asked" || request.state == "held";
}

}  // namespace

std::string note_field(const RequestId& id) {
  return "casework.erasure-request:" + id.text();
}

Request read_request(const storage::Row& row) {
  Request out{.id = row.id<RequestId>("id"),
              .why = row.text("why"),
              .classes = from_column(row.text("classes")),
              .state = row.text("state"),
              .asked_at = row.time("asked_at"),
              .asked_by = std::nullopt,
              .ended_at = row.maybe_time("ended_at")};
  if (!row.is_null("asked_by")) out.asked_by = row.id<MemberId>("asked_by");
  return out;
}

std::vector<Request> requests_of_case(storage::Reader& reader, const CaseId& id) {
  std::vector<Request> out;
  for (const auto& row :
       reader.query(std::string{kRequestColumns} + "WHERE case_id = $id ORDER BY asked_at DESC, id", {{"id", id}}))
    out.push_back(read_request(row));
  return out;
}

Result<Asked> ask_erasure(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                          const Wish& wish) {
  if (const auto may = casefile::may_decide_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  if (auto faults = find_class_faults(wish.classes); !faults.empty())
    return fail(nrm::problems::kInvalid, std::move(faults));
  for (const auto& earlier : requests_of_case(act.writer(), id))
    if (is_waiting(earlier)) return fail(problems::kAlreadyAsked);
  const auto held = held_until(act.writer(), id, wish.classes);
  const Asked asked{RequestId::random(act.random()), held ? "held" : "asked", held};
  insert(act, permit, id, wish, asked);
  if (!wish.note.empty()) {
    const auto kept =
        casefile::keep_note(act, permit, id, casefile::Compartment::casework, note_field(asked.id), wish.note);
    if (!kept) return tl::unexpected(kept.error());
  }
  if (!held) ask_second_person(act, pack, id);
  act.note("request", asked.id.text());
  act.note("why", wish.why);
  return asked;
}

Result<void> take_back(log::Act& act, const access::Permit& permit, const RequestId& id) {
  const auto row = act.query_one(std::string{kRequestColumns} + "WHERE id = $id", {{"id", id}});
  if (!row || row->id<TeamId>("team") != permit.session().team) return fail(nrm::problems::kNotFound);
  if (!is_waiting(read_request(*row)) || row->is_null("case_id")) return fail(problems::kOver);
  const auto case_id = row->id<CaseId>("case_id");
  act.set_subject({case_id, permit.session().organisation, id.text()});
  act.run("UPDATE erasure_request SET state = 'taken-back', ended_at = $at WHERE id = $id",
          {{"at", act.now()}, {"id", id}});
  casefile::close_task(act, case_id, kConfirmErasureTask);
  return {};
}

void hold_back_requests(log::Act& act, const CaseId& id) {
  for (const auto& request : requests_of_case(act.writer(), id)) {
    if (request.state != "asked" || !held_until(act.writer(), id, request.classes)) continue;
    set_state(act, request.id, "held");
    casefile::close_task(act, id, kConfirmErasureTask);
  }
}

void wake_requests(log::Act& act, const pathway::Pack& pack, const CaseId& id) {
  for (const auto& request : requests_of_case(act.writer(), id)) {
    if (request.state != "held" || held_until(act.writer(), id, request.classes)) continue;
    set_state(act, request.id, "asked");
    ask_second_person(act, pack, id);
  }
}

}  // namespace nrm::retention
