#include "dispatch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "nrm/casefile/restriction.hpp"
#include "nrm/kernel/reference.hpp"
#include "nrm/places/places.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

void insert_referral(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Outgoing& out,
                     const std::string& reference) {
  const bool asked = parcel.sleep() == Sleep::awake;
  const auto& rule = answer_rule(out.desk.pack, out.urgent);
  const auto times = pathway::clock_for(rule, act.now(), *out.desk.pack.calendar);
  act.run(
      "INSERT INTO referral (id, reference, from_team, to_team, need, urgent, state, version, sent_at, clock_rule, "
      "warn_at, due_at, do_not_contact, origin, position, previous, move_on, place_wanted, asked) "
      "VALUES ($id, $reference, $from, $to, $need, $urgent, $state, 1, $at, $rule, $warn, $due, 0, $origin, $position, "
      "$previous, $move_on, $place, $asked)",
      {{"id", parcel.id()},
       {"reference", reference},
       {"from", permit.session().team},
       {"to", parcel.receiver()},
       {"need", out.need},
       {"urgent", out.urgent},
       {"state", name_of(asked ? State::sent : State::draft)},
       {"at", act.now()},
       {"rule", rule.id},
       {"warn", times.warn_at},
       {"due", times.due},
       {"origin", out.origin},
       {"position", out.position},
       {"previous", out.previous},
       {"move_on", name_of(out.move_on)},
       {"place", out.place_wanted},
       {"asked", asked}});
  act.run("INSERT INTO referral_case (referral, case_id, basis) VALUES ($id, $case, $basis)",
          {{"id", parcel.id()}, {"case", parcel.case_id()}, {"basis", parcel.basis()}});
}

// The leaf commits to the ciphertexts; of stand-ins under their own ids.
void insert_parts(log::Act& act, const Parcel& parcel) {
  const auto prefix = parcel.sleep() == Sleep::awake ? std::string{"parcel"} : "stand-in." + parcel.id().text();
  for (const auto& [kind, sealed] : parcel.parts()) {
    act.run("INSERT INTO parcel_part (referral, compartment, sealed) VALUES ($id, $kind, $sealed)",
            {{"id", parcel.id()}, {"kind", access::name_of(kind)}, {"sealed", sealed}});
    act.note(fmt::format("{}.{}", prefix, access::name_of(kind)), to_hex(crypto::sha256(sealed)));
  }
}

Result<std::string> lay_out(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Outgoing& out) {
  auto reference = make_reference("R", act.random());
  insert_referral(act, permit, parcel, out, reference);
  insert_parts(act, parcel);
  keep_carried(act, parcel.id(), parcel.case_id(), out.fields);
  if (auto line = open_line(act, permit, parcel); !line) return tl::unexpected(line.error());
  const auto state = parcel.sleep() == Sleep::awake ? State::sent : State::draft;
  add_history(act, parcel.id(), {std::string{name_of(state)}, permit.session().team});
  if (out.question.empty()) return reference;
  const auto asked = write_line(act, permit, parcel.id(), "question", std::nullopt, out.question);
  if (!asked) return tl::unexpected(asked.error());
  return reference;
}

}  // namespace

Result<Sent> ask_now(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Outgoing& out) {
  if (out.place_wanted)
    if (auto held = places::hold(act, parcel.receiver(), out.need, parcel.id()); !held)
      return tl::unexpected(held.error());
  auto reference = lay_out(act, permit, parcel, out);
  if (!reference) return tl::unexpected(reference.error());
  const auto due = start_answer_clock(act, out.desk.pack, parcel.id(), parcel.receiver(), out.urgent);
  add_notice(act, parcel.receiver(), "referral.sent", parcel.id());
  take_in_hand(act, parcel.case_id(), permit.session().team, out.need);
  act.note("basis", parcel.basis().text());
  act.note("referral", parcel.id().text());
  return Sent{parcel.id(), std::move(*reference), due, {}};
}

Result<StandIn> let_stand_by(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Outgoing& out) {
  auto reference = lay_out(act, permit, parcel, out);
  if (!reference) return tl::unexpected(reference.error());
  act.note("stand-in." + parcel.id().text(), parcel.basis().text());
  return StandIn{parcel.id(), std::move(*reference), parcel.receiver()};
}

std::vector<std::string> covered_fields(log::Act& act, const consent::Basis& basis,
                                        const std::vector<std::string>& fields) {
  const auto present = casefile::fields_present(act.writer(), basis.case_id());
  std::vector<std::string> out;
  for (const auto& name : fields) {
    const auto* field = casefile::find_field(name);
    if (field != nullptr && basis.field_groups().contains(std::string{field->group}) && present.contains(name))
      out.push_back(name);
  }
  return out;
}

Result<void> check_not_asked(log::Act& act, const CaseId& case_id, const std::string& need, const TeamId& receiver) {
  const auto open = find_open(act, case_id, need, receiver);
  if (open) return fail(problems::kAlreadyAsked, {}, {{"reference", open->reference}});
  return {};
}

Result<access::Permit> decide_on_case(log::Act& act, const access::Session& session, const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
  return access::decide(act, session, access::Relation::own_team);
}

}  // namespace nrm::referral
