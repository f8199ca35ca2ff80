#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bases.hpp"
#include "dispatch.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/kernel/text.hpp"
#include "receiver.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxFields = 200;  // more than the case has

Result<void> check_input(const NewReferral& input) {
  std::vector<FieldProblem> faults;
  if (input.fields.size() > kMaxFields)
    faults.push_back({"/fields", "too-many", {{"max", std::to_string(kMaxFields)}}});
  if (std::set<std::string>(input.fields.begin(), input.fields.end()).size() != input.fields.size())
    faults.push_back({"/fields", "contradicts", {}});
  if (const auto fault = find_text_fault(input.question, kMaxLineText, false))
    faults.push_back({"/question", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxLineText)}}});
  if (input.alternatives.size() > kMaxAlternatives)
    faults.push_back({"/alternatives", "too-many", {{"max", std::to_string(kMaxAlternatives)}}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

// What came to its end may be asked for anew, by whoever asked.
Result<void> check_previous(log::Act& act, const access::Session& session, const NewReferral& input) {
  if (!input.previous) return {};
  const auto row = find_row(act.writer(), *input.previous);
  const bool own = row && row->asked && row->from_team == session.team && case_of(act, row->id) == input.case_id;
  if (!own) return fail(nrm::problems::kInvalid, {{"/previous_id", "not-in-list", {}}});
  if (is_open(row->state)) return fail(problems::kAlreadyAsked, {}, {{"reference", row->reference}});
  return {};
}

// Whoever asks anew has taken the matter into her own hands.
void leave_previous(log::Act& act, const NewReferral& input) {
  const auto row = input.previous ? find_row(act.writer(), *input.previous) : std::nullopt;
  if (!row) return;
  leave_queue(act, row->id);
  stop_moving_on(act, row->id);
  end_stand_ins(act, *row);
}

Result<void> check_state(log::Act& act, const Desk& desk, const access::Session& session, const NewReferral& input) {
  if (const auto bad = casefile::why_read_only(act.writer(), input.case_id)) return tl::unexpected(*bad);
  if (auto fine = check_receiver(act, desk, session, input.receiver, input.need); !fine) return fine;
  if (auto fine = check_previous(act, session, input); !fine) return fine;
  return check_not_asked(act, input.case_id, input.need, input.receiver);
}

Result<Sent> dispatch(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Alternates& alternates,
                      Outgoing out) {
  auto sent = ask_now(act, permit, parcel, out);
  if (!sent) return sent;
  out.origin = sent->id;
  out.previous.reset();
  auto stand_ins = let_all_stand_by(act, permit, alternates, out);
  if (!stand_ins) return tl::unexpected(stand_ins.error());
  sent->stand_ins = std::move(*stand_ins);
  return sent;
}

Result<Sent> send_in(log::Act& act, const Desk& desk, const access::Session& session, const NewReferral& input) {
  const auto permit = decide_on_case(act, session, input.case_id);
  if (!permit) return tl::unexpected(permit.error());
  if (auto fine = check_state(act, desk, session, input); !fine) return tl::unexpected(fine.error());
  const auto basis = live_basis(act, *permit, input.case_id, input.receiver, input.basis);
  if (!basis) return tl::unexpected(basis.error());
  const auto alternates = check_alternatives(act, *permit, input);
  if (!alternates) return tl::unexpected(alternates.error());
  const auto parcel = Parcel::build(act, *permit, *basis, input.fields);
  if (!parcel) return tl::unexpected(parcel.error());
  leave_previous(act, input);
  return dispatch(act, *permit, *parcel, *alternates,
                  {.desk = desk,
                   .need = input.need,
                   .urgent = input.urgent,
                   .fields = input.fields,
                   .question = input.question,
                   .move_on = input.move_on,
                   .place_wanted = input.hold_place,
                   .previous = input.previous});
}

// Fields without a value are shown too, so that the sender sees what she could still ask.
std::vector<Preview::Item> covered_items(log::Act& act, const consent::Basis& basis) {
  const auto present = casefile::fields_present(act.writer(), basis.case_id());
  std::vector<Preview::Item> out;
  for (const auto& field : casefile::fields()) {
    const std::string name{field.name};
    const std::string group{field.group};
    if (basis.field_groups().contains(group)) out.push_back({name, group, present.contains(name)});
  }
  return out;
}

Result<Preview> preview_in(log::Act& act, const Desk& desk, const access::Session& session, const CaseId& case_id,
                           const TeamId& receiver, const std::string& need, bool urgent) {
  auto permit = decide_on_case(act, session, case_id);
  if (!permit) return tl::unexpected(permit.error());
  if (auto fine = check_receiver(act, desk, session, receiver, need); !fine) return tl::unexpected(fine.error());
  const auto bases = consent::live_bases(act, *permit, case_id, receiver);
  if (!bases) return tl::unexpected(bases.error());
  if (bases->empty()) return fail(consent::problems::kNoBasis);
  const auto widest = std::max_element(bases->begin(), bases->end(), [](const auto& a, const auto& b) {
    return a.field_groups().size() < b.field_groups().size();
  });
  const auto times = pathway::clock_for(answer_rule(desk.pack, urgent), act.now(), *desk.pack.calendar);
  const auto open = find_open(act, case_id, need, receiver);
  return Preview{widest->id(), covered_items(act, *widest), times.due,
                 candidates_for(act, *permit, case_id, receiver, need),
                 open ? std::optional{open->reference} : std::nullopt};
}

log::Subject subject_of(const access::Session& session, const CaseId& id) {
  return {id, session.organisation, id.text()};
}

}  // namespace

Result<Preview> preview(const Desk& desk, const access::Session& session, const CaseId& case_id, const TeamId& receiver,
                        const std::string& need, bool urgent) {
  return desk.journal.act<Preview>(
      session.header("referral.preview", "refer", subject_of(session, case_id)),
      [&](log::Act& act) { return preview_in(act, desk, session, case_id, receiver, need, urgent); });
}

Result<Sent> send(const Desk& desk, const access::Session& session, const NewReferral& input) {
  if (auto fine = check_input(input); !fine) return tl::unexpected(fine.error());
  return desk.journal.act<Sent>(session.header("referral.send", "refer", subject_of(session, input.case_id)),
                                [&](log::Act& act) { return send_in(act, desk, session, input); });
}

}  // namespace nrm::referral
