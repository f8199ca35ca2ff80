#include "nrm/referral/correction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "chain.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/versions.hpp"
#include "nrm/kernel/text.hpp"
#include "parts.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxFields = 200;

std::string pointer_of(std::size_t index) {
  return fmt::format("/fields/{}", index);
}

Result<void> check_input(const NewCorrection& input) {
  if (input.fields.empty()) return fail(problems::kNothingToSend);
  std::vector<FieldProblem> faults;
  if (input.fields.size() > kMaxFields)
    faults.push_back({"/fields", "too-many", {{"max", std::to_string(kMaxFields)}}});
  if (std::set<std::string>(input.fields.begin(), input.fields.end()).size() != input.fields.size())
    faults.push_back({"/fields", "contradicts", {}});
  if (const auto fault = find_text_fault(input.note, kMaxLineText, false))
    faults.push_back({"/note", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxLineText)}}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

// A correction says anew what the parcel says; it brings no field that was not asked for. Referrals older than
// corrections do not remember their fields.
Result<void> check_fields(const access::Permit& permit, const std::vector<CarriedField>& carried,
                          const std::vector<std::string>& fields) {
  const auto entitled = access::compartments_of(permit.session().roles);
  std::vector<FieldProblem> faults;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto* field = casefile::find_field(fields[i]);
    const bool known = carried.empty() || std::ranges::find(carried, fields[i], &CarriedField::name) != carried.end();
    if (field == nullptr || !known)
      faults.push_back({pointer_of(i), "not-in-list", {}});
    else if (!entitled.contains(field->compartment))
      faults.push_back({pointer_of(i), "not-yours", {}});
  }
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

bool covers(const consent::Basis& basis, const std::string& field) {
  return basis.field_groups().contains(std::string{casefile::find_field(field)->group});
}

// The referral's own basis where it still lives and covers the fields, else another one for the same receiver.
Result<consent::Basis> basis_for(log::Act& act, const Held& held, const CaseId& case_id,
                                 const std::vector<std::string>& fields) {
  auto found = consent::live_bases(act, held.permit, case_id, held.row.to_team);
  if (!found) return tl::unexpected(found.error());
  auto& live = *found;
  if (live.empty()) return fail(consent::problems::kNoBasis);
  const auto own = basis_of(act, held.row.id);
  std::stable_partition(live.begin(), live.end(), [&](const auto& basis) { return basis.id() == own; });
  for (auto& basis : live)
    if (std::ranges::all_of(fields, [&](const auto& field) { return covers(basis, field); })) return std::move(basis);
  std::vector<FieldProblem> uncovered;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (!covers(live.front(), fields[i])) uncovered.push_back({pointer_of(i), "not-covered", {}});
  return fail(problems::kFieldNotCovered, std::move(uncovered));
}

std::map<access::Compartment, CorrectedValues> by_compartment(const std::vector<std::string>& fields,
                                                              const casefile::Values& values) {
  std::map<access::Compartment, CorrectedValues> out;
  for (const auto& name : std::set<std::string>(fields.begin(), fields.end())) {
    auto& part = out[casefile::find_field(name)->compartment];
    if (const auto at = values.find(name); at != values.end())
      part.values.emplace(name, at->second);
    else
      part.removed.push_back(name);
  }
  return out;
}

struct Part {
  access::Compartment kind;
  std::int64_t number;
  const CorrectedValues& corrected;
};

// The receiver's seal hangs on the basis, asleep where the receiver stands by; the sender keeps what it sent.
Result<void> add_part(log::Act& act, const access::Permit& permit, const ReferralRow& row, const BasisId& basis,
                      const Part& part) {
  const Key32 key = crypto::random_key(act.random());
  const auto place = correction_place(row.id, part.kind, part.number);
  const auto give = row.asked ? casefile::give_seal : casefile::give_dormant_seal;
  const auto to_receiver = give(act, permit, place, key, casefile::HolderKind::parcel_receiver, row.to_team, basis);
  if (!to_receiver) return tl::unexpected(to_receiver.error());
  const auto to_sender =
      casefile::give_seal(act, permit, place, key, casefile::HolderKind::team, row.from_team, std::nullopt);
  if (!to_sender) return tl::unexpected(to_sender.error());
  const auto sealed = seal_correction(key, row.id, part.kind, part.number, part.corrected, act.random());
  act.run(
      "INSERT INTO parcel_correction_part (referral, number, compartment, sealed) "
      "VALUES ($id, $number, $kind, $sealed)",
      {{"id", row.id}, {"number", part.number}, {"kind", access::name_of(part.kind)}, {"sealed", sealed}});
  const auto prefix = row.asked ? std::string{"correction"} : "stand-in." + row.id.text();
  act.note(fmt::format("{}.{}.{}", prefix, part.number, access::name_of(part.kind)), to_hex(crypto::sha256(sealed)));
  return {};
}

// A withdrawal, a recall and another correction at the same time touch the same row: one of them goes first, and after
// a withdrawal there is nothing to touch.
Result<std::int64_t> next_number(log::Act& act, const ReferralRow& row) {
  const auto moved = act.run(
      "UPDATE referral SET version = version + 1 WHERE id = $id AND version = $version AND state = $state AND "
      "do_not_contact = 0",
      {{"id", row.id}, {"version", row.version}, {"state", name_of(row.state)}});
  if (moved != 1) return fail(nrm::problems::kConflict);
  const auto last = act.query_one(
      "SELECT COALESCE(MAX(number), 0) AS number FROM parcel_correction WHERE referral = $id", {{"id", row.id}});
  const auto number = last->integer("number") + 1;
  if (number > kMaxCorrections)
    return fail(nrm::problems::kInvalid, {{"/fields", "too-many", {{"max", std::to_string(kMaxCorrections)}}}});
  return number;
}

// What the receiver is told of these fields from now on.
Result<std::int64_t> lay_beside(log::Act& act, const access::Permit& permit, const ReferralRow& row,
                                const CaseId& case_id, const BasisId& basis, const std::vector<std::string>& fields) {
  const auto number = next_number(act, row);
  if (!number) return number;
  const auto values = casefile::read_fields(act, permit, case_id, fields);
  if (!values) return tl::unexpected(values.error());
  for (const auto& [kind, corrected] : by_compartment(fields, *values))
    if (auto added = add_part(act, permit, row, basis, {kind, *number, corrected}); !added)
      return tl::unexpected(added.error());
  act.run("INSERT INTO parcel_correction (referral, number, at, basis) VALUES ($id, $number, $at, $basis)",
          {{"id", row.id}, {"number", *number}, {"at", act.now()}, {"basis", basis}});
  keep_carried(act, row.id, case_id, fields);
  return number;
}

// Whoever stands by is woken to what is true by then. One whose basis sleeps or is over is told nothing.
Result<void> tell_stand_ins(log::Act& act, const Held& held, const CaseId& case_id,
                            const std::vector<std::string>& fields) {
  for (const auto& stand_in : stand_ins_of(act.writer(), origin_of(held.row))) {
    const auto basis = basis_of(act, stand_in.id);
    if (!basis || consent::access_under(act.writer(), *basis, act.now()) != consent::Access::open) continue;
    std::vector<std::string> shared;
    for (const auto& field : carried_fields(act, stand_in.id, case_id))
      if (std::ranges::find(fields, field.name) != fields.end()) shared.push_back(field.name);
    if (shared.empty()) continue;
    if (auto told = lay_beside(act, held.permit, stand_in, case_id, *basis, shared); !told)
      return tl::unexpected(told.error());
  }
  return {};
}

Result<CorrectionSent> dispatch(log::Act& act, const Held& held, const CaseId& case_id, const consent::Basis& basis,
                                const NewCorrection& input) {
  const auto number = lay_beside(act, held.permit, held.row, case_id, basis.id(), input.fields);
  if (!number) return tl::unexpected(number.error());
  if (auto told = tell_stand_ins(act, held, case_id, input.fields); !told) return tl::unexpected(told.error());
  follow_corrections(act, case_id);
  add_history(act, held.row.id, {"corrected", held.row.from_team});
  add_notice(act, held.row.to_team, "referral.corrected", held.row.id);
  act.note("basis", basis.id().text());
  if (!input.note.empty()) {
    const auto said = write_line(act, held.permit, held.row.id, "note", std::nullopt, input.note);
    if (!said) return tl::unexpected(said.error());
  }
  return CorrectionSent{*number, act.now()};
}

// The sender, while it holds the case.
Result<CaseId> case_to_correct(log::Act& act, const Held& held) {
  if (held.side != Side::sender) return fail(nrm::problems::kNotFound);
  const auto case_id = case_of(act, held.row.id);
  if (!case_id || !casefile::holds(act.writer(), *case_id, held.row.from_team)) return fail(nrm::problems::kNotFound);
  return *case_id;
}

Result<CorrectionSent> correct_in(log::Act& act, const Held& held, const NewCorrection& input) {
  const auto case_id = case_to_correct(act, held);
  if (!case_id) return tl::unexpected(case_id.error());
  if (!is_open_to_receiver(held.row)) return fail(nrm::problems::kConflict);
  // Nobody is told what it could not read: the parcel opens under the referral's own basis, or one that renewed it.
  const auto own = basis_of(act, held.row.id);
  if (!own || consent::access_under(act.writer(), *own, act.now()) != consent::Access::open)
    return fail(consent::problems::kNoBasis);
  if (auto fine = check_fields(held.permit, carried_fields(act, held.row.id, *case_id), input.fields); !fine)
    return tl::unexpected(fine.error());
  const auto basis = basis_for(act, held, *case_id, input.fields);
  if (!basis) return tl::unexpected(basis.error());
  return dispatch(act, held, *case_id, *basis, input);
}

}  // namespace

Result<CorrectionSent> correct(const Desk& desk, const access::Session& session, const ReferralId& id,
                               const NewCorrection& input) {
  if (auto fine = check_input(input); !fine) return tl::unexpected(fine.error());
  return with_referral<CorrectionSent>(desk, session, "referral.correct", id,
                                       [&](log::Act& act, const Held& held) { return correct_in(act, held, input); });
}

Result<void> dismiss_correction(const Desk& desk, const access::Session& session, const ReferralId& id,
                                const std::string& reason) {
  return with_referral<void>(
      desk, session, "referral.dismiss-correction", id,
      [](log::Act& act, const Held& held) -> Result<void> {
        const auto case_id = case_to_correct(act, held);
        if (!case_id) return tl::unexpected(case_id.error());
        std::vector<std::string> changed;
        for (const auto& field : carried_fields(act, held.row.id, *case_id))
          if (field.changed) changed.push_back(field.name);
        keep_carried(act, held.row.id, *case_id, changed);
        follow_corrections(act, *case_id);
        return {};
      },
      "refer", reason);
}

}  // namespace nrm::referral
