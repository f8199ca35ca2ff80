#include <algorithm>

#include "classes.hpp"
#include "clocks.hpp"
#include "holds.hpp"
#include "jobs.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/retention/ledger.hpp"
#include "requests.hpp"

namespace nrm::retention {
namespace {

using casefile::Extent;

// Of the class "case" alone only what was written goes: without its codes there would be no case.
Extent extent_of(const std::string& retention_class) {
  return retention_class == pathway::kWholeCase ? Extent::written_text : Extent::all;
}

Result<void> erase_class(log::Act& act, const access::Permit& permit, const CaseId& id, const std::string& name) {
  const auto erased = casefile::erase_class(act, permit, id, name, extent_of(name));
  if (!erased) return erased;
  note_part(act, id, name, extent_of(name));
  stop_clock(act, id, name);
  return {};
}

Result<void> erase_parts(log::Act& act, const access::Permit& permit, const CaseId& id, const Classes& classes) {
  act.set_subject({id, permit.session().organisation, id.text()});
  for (const auto& part : casefile::parts_of_person(act.writer(), id))
    for (const auto& name : classes)
      if (const auto erased = erase_class(act, permit, part, name); !erased) return erased;
  casefile::close_task(act, id, kConfirmErasureTask);
  return {};
}

Result<void> erase_whole(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto gone = casefile::erase_case(act, permit, id);
  if (!gone) return tl::unexpected(gone.error());
  for (const auto& erased : *gone) note_whole(act, erased.id, erased.statistics_row);
  return {};
}

}  // namespace

Result<void> carry_out(log::Act& act, const access::Permit& permit, const RequestId& id) {
  const auto& session = permit.session();
  const auto row = act.query_one(std::string{kRequestColumns} + "WHERE id = $id", {{"id", id}});
  if (!row || row->id<TeamId>("team") != session.team) return fail(nrm::problems::kNotFound);
  const auto request = read_request(*row);
  if (row->is_null("case_id") || request.state == "done" || request.state == "taken-back") return fail(problems::kOver);
  const auto case_id = row->id<CaseId>("case_id");
  const auto facts = casefile::find_case(act.writer(), case_id);
  if (facts && casefile::is_kept_from(act.writer(), *facts, session)) return fail(casefile::problems::kRestricted);
  if (is_held(act.writer(), case_id, request.classes)) return fail(problems::kHeld);
  if (request.asked_by == session.member) return fail(problems::kSecondPerson);
  const auto erased =
      request.classes.empty() ? erase_whole(act, permit, case_id) : erase_parts(act, permit, case_id, request.classes);
  if (!erased) return erased;
  act.run("UPDATE erasure_request SET state = 'done', ended_at = $at WHERE id = $id", {{"at", act.now()}, {"id", id}});
  act.note("request", id.text());
  act.note("why", request.why);
  act.signal(std::string{kErased}, id.text());
  return {};
}

}  // namespace nrm::retention
