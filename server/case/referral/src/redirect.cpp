// Elsewhere with what was asked, by the sender: to who stands by, or to another team under a basis of its own.
#include <fmt/format.h>

#include <algorithm>

#include "bases.hpp"
#include "dispatch.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/kernel/text.hpp"
#include "receiver.hpp"

namespace nrm::referral {
namespace {

Result<void> check_input(const Redirection& input) {
  std::vector<FieldProblem> faults;
  if (input.stand_in && input.receiver) faults.push_back({"/stand_in_id", "contradicts", {}});
  if (input.receiver && !input.basis) faults.push_back({"/basis_id", "required", {}});
  if (!input.receiver && (input.basis || !input.fields.empty() || !input.question.empty() || input.hold_place))
    faults.push_back({"/receiver_team_id", "required", {}});
  if (const auto fault = find_text_fault(input.question, kMaxLineText, false))
    faults.push_back({"/question", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxLineText)}}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

Step away(const Held& held) {
  const auto& row = held.row;
  return {ArrowName::redirect, Side::sender, row.from_team, row.reason_code,
          row.suggestion_team ? std::optional{TeamId::from_row(*row.suggestion_team)} : std::nullopt};
}

// The named one, or the first of them that can be asked.
Result<ReferralRow> choose(log::Act& act, const Held& held, const Redirection& input) {
  for (auto& stand_in : stand_ins_of(act.writer(), origin_of(held.row))) {
    if (input.stand_in && *input.stand_in != stand_in.id) continue;
    const auto why = why_not_woken(act, stand_in);
    if (!why) return std::move(stand_in);
    if (input.stand_in) return fail(nrm::problems::kInvalid, {{"/stand_in_id", *why, {}}});
  }
  if (input.stand_in) return fail(nrm::problems::kInvalid, {{"/stand_in_id", "not-in-list", {}}});
  return fail(problems::kNobodyStandsBy);
}

// The sender's own, and one that still changes.
Result<CaseId> living_case(log::Act& act, const Held& held) {
  const auto id = case_of(act, held.row.id);
  if (!id || !casefile::holds(act.writer(), *id, held.row.from_team)) return fail(nrm::problems::kNotFound);
  if (const auto bad = casefile::why_read_only(act.writer(), *id)) return tl::unexpected(*bad);
  return *id;
}

Result<Sent> to_stand_in(log::Act& act, const Desk& desk, const Held& held, const Redirection& input) {
  if (const auto id = living_case(act, held); !id) return tl::unexpected(id.error());
  const auto stand_in = choose(act, held, input);
  if (!stand_in) return tl::unexpected(stand_in.error());
  if (auto taken = take(act, held.row, away(held)); !taken) return tl::unexpected(taken.error());
  wake(act, desk.pack, *stand_in, {held.row.id, {ArrowName::send, Side::sender, held.row.from_team}});
  const auto woken = find_row(act.writer(), stand_in->id);
  return Sent{woken->id, woken->reference, woken->clock.due, {}};
}

// Where none are named, what was sent before, as far as she agreed to it for this receiver too.
std::vector<std::string> fields_of(log::Act& act, const Held& held, const consent::Basis& basis,
                                   const Redirection& input) {
  if (!input.fields.empty()) return input.fields;
  std::vector<std::string> out;
  for (const auto& field : carried_fields(act, held.row.id, basis.case_id())) out.push_back(field.name);
  return covered_fields(act, basis, out);
}

Outgoing outgoing(log::Act& act, const Desk& desk, const Held& held, const Redirection& input) {
  const auto origin = origin_of(held.row);
  return {.desk = desk,
          .need = held.row.need,
          .urgent = held.row.urgent,
          .fields = {},
          .question = input.question,
          .move_on = held.row.move_on,
          .place_wanted = input.hold_place,
          .origin = origin,
          .position = next_position(act.writer(), origin),
          .previous = held.row.id};
}

Result<Sent> to_receiver(log::Act& act, const Desk& desk, const Held& held, const Redirection& input) {
  const auto& session = held.permit.session();
  const auto id = living_case(act, held);
  if (!id) return tl::unexpected(id.error());
  if (auto fine = check_receiver(act, desk, session, *input.receiver, held.row.need); !fine)
    return tl::unexpected(fine.error());
  if (auto fine = check_not_asked(act, *id, held.row.need, *input.receiver); !fine) return tl::unexpected(fine.error());
  const auto basis = live_basis(act, held.permit, *id, *input.receiver, *input.basis);
  if (!basis) return tl::unexpected(basis.error());
  auto out = outgoing(act, desk, held, input);
  out.fields = fields_of(act, held, *basis, input);
  const auto parcel = Parcel::build(act, held.permit, *basis, out.fields);
  if (!parcel) return tl::unexpected(parcel.error());
  if (auto taken = take(act, held.row, away(held)); !taken) return tl::unexpected(taken.error());
  return ask_now(act, held.permit, *parcel, out);
}

}  // namespace

Result<Sent> redirect(const Desk& desk, const access::Session& session, const ReferralId& id,
                      const Redirection& input) {
  if (auto fine = check_input(input); !fine) return tl::unexpected(fine.error());
  return with_referral<Sent>(
      desk, session, "referral.redirect", id, [&](log::Act& act, const Held& held) -> Result<Sent> {
        if (held.side != Side::sender) return fail(nrm::problems::kNotFound);
        if (!next(held.row.state, ArrowName::redirect, Side::sender)) return fail(nrm::problems::kConflict);
        return input.receiver ? to_receiver(act, desk, held, input) : to_stand_in(act, desk, held, input);
      });
}

}  // namespace nrm::referral
