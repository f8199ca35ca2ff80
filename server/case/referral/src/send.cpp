#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bases.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/kernel/reference.hpp"
#include "nrm/kernel/text.hpp"
#include "parts.hpp"
#include "receiver.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxFields = 200;  // more than the case has

Result<access::Permit> decide_on_case(log::Act& act, const access::Session& session, const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
  return access::decide(act, session, access::Relation::own_team);
}

Result<void> check_input(const NewReferral& input) {
  std::vector<FieldProblem> faults;
  if (input.fields.size() > kMaxFields)
    faults.push_back({"/fields", "too-many", {{"max", std::to_string(kMaxFields)}}});
  if (std::set<std::string>(input.fields.begin(), input.fields.end()).size() != input.fields.size())
    faults.push_back({"/fields", "contradicts", {}});
  if (const auto fault = find_text_fault(input.question, kMaxLineText, false))
    faults.push_back({"/question", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxLineText)}}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

struct Outgoing {
  const NewReferral& input;
  const access::Session& session;
  const pathway::ClockRule& rule;
  pathway::ClockTimes times;
  std::string reference;
};

void insert_referral(log::Act& act, const Parcel& parcel, const Outgoing& out) {
  act.run(
      "INSERT INTO referral (id, reference, from_team, to_team, need, urgent, state, version, sent_at, clock_rule, "
      "warn_at, due_at, do_not_contact) "
      "VALUES ($id, $reference, $from, $to, $need, $urgent, $state, 1, $at, $rule, $warn, $due, 0)",
      {{"id", parcel.id()},
       {"reference", out.reference},
       {"from", out.session.team},
       {"to", parcel.receiver()},
       {"need", out.input.need},
       {"urgent", out.input.urgent ? 1 : 0},
       {"state", name_of(State::sent)},
       {"at", act.now()},
       {"rule", out.rule.id},
       {"warn", out.times.warn_at},
       {"due", out.times.due}});
  act.run("INSERT INTO referral_case (referral, case_id, basis) VALUES ($id, $case, $basis)",
          {{"id", parcel.id()}, {"case", parcel.case_id()}, {"basis", parcel.basis()}});
}

// The leaf commits to the ciphertexts.
void insert_parts(log::Act& act, const Parcel& parcel) {
  for (const auto& [kind, sealed] : parcel.parts()) {
    act.run("INSERT INTO parcel_part (referral, compartment, sealed) VALUES ($id, $kind, $sealed)",
            {{"id", parcel.id()}, {"kind", access::name_of(kind)}, {"sealed", sealed}});
    act.note(fmt::format("parcel.{}", access::name_of(kind)), to_hex(crypto::sha256(sealed)));
  }
}

Result<Sent> dispatch(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Outgoing& out) {
  insert_referral(act, parcel, out);
  insert_parts(act, parcel);
  keep_carried(act, parcel.id(), parcel.case_id(), out.input.fields);
  if (auto line = open_line(act, permit, parcel); !line) return tl::unexpected(line.error());
  add_history(act, parcel.id(), {std::string{name_of(State::sent)}, out.session.team});
  add_notice(act, parcel.receiver(), "referral.sent", parcel.id());
  start_clocks(act, parcel.id(), out.times);
  if (!out.input.question.empty()) {
    const auto asked = write_line(act, permit, parcel.id(), "question", std::nullopt, out.input.question);
    if (!asked) return tl::unexpected(asked.error());
  }
  act.note("basis", parcel.basis().text());
  act.note("referral", parcel.id().text());
  return Sent{parcel.id(), out.reference, out.times.due};
}

Result<Sent> send_in(log::Act& act, const Desk& desk, const access::Session& session, const NewReferral& input) {
  auto permit = decide_on_case(act, session, input.case_id);
  if (!permit) return tl::unexpected(permit.error());
  if (const auto bad = casefile::why_read_only(act.writer(), input.case_id)) return tl::unexpected(*bad);
  if (auto fine = check_receiver(act, desk, session, input.receiver, input.need); !fine)
    return tl::unexpected(fine.error());
  const auto basis = live_basis(act, *permit, input.case_id, input.receiver, input.basis);
  if (!basis) return tl::unexpected(basis.error());
  const auto parcel = Parcel::build(act, *permit, *basis, input.fields);
  if (!parcel) return tl::unexpected(parcel.error());
  const auto& rule = answer_rule(desk.pack, input.urgent);
  return dispatch(act, *permit, *parcel,
                  {input, session, rule, pathway::clock_for(rule, act.now(), *desk.pack.calendar),
                   make_reference("R", act.random())});
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
  return Preview{widest->id(), covered_items(act, *widest), times.due};
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
