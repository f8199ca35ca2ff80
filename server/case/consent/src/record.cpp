#include "nrm/consent/record.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::consent {
namespace {

using casefile::Compartment;

bool old_enough(const casefile::Values& values, const pathway::Pack& pack, Date today) {
  const auto birth = values.find("identity.birth-date");
  if (birth == values.end()) return false;
  const auto age = casefile::youngest_age(birth->second.reveal(), today);
  return age && *age >= pack.own_consent_age.years;
}

// The age class needs the casework key; the birth date only where the member also holds the identity.
Result<casefile::Values> age_values(log::Act& act, const access::Permit& permit, const CaseId& id) {
  auto values = casefile::read_fields(act, permit, id, {"casework.age-class"});
  if (!values || !access::compartments_of(permit.session().roles).contains(Compartment::identity)) return values;
  const auto birth = casefile::read_fields(act, permit, id, {"identity.birth-date"});
  if (!birth) return tl::unexpected(birth.error());
  values->insert(birth->begin(), birth->end());
  return values;
}

Result<Facts> gather(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                     const Conversation& said) {
  const auto values = age_values(act, permit, id);
  if (!values) return tl::unexpected(values.error());
  Facts facts;
  facts.today = pack.calendar->local_date(act.now());
  if (const auto at = values->find("casework.age-class"); at != values->end())
    facts.age_class = casefile::age_class_in(at->second.reveal());
  facts.own_consent = old_enough(*values, pack, facts.today);
  const auto* text = pack.find_consent_text(said.language);
  facts.text_known = text != nullptr;
  facts.text_checked = text != nullptr && !text->checked_by.empty();
  const auto receiver = directory::find_team(act.writer(), said.receiver);
  facts.receiver_known = receiver && !receiver->closed_at;
  facts.receiver_is_own_team = said.receiver == permit.session().team;
  return facts;
}

std::string joined(const std::set<std::string>& groups) {
  return fmt::format("{}", fmt::join(groups, ","));
}

void insert(log::Act& act, const access::Permit& permit, const BasisId& basis, const CaseId& id,
            const Conversation& said, const std::optional<UtcTime>& until) {
  act.run(
      "INSERT INTO consent_basis (id, case_id, decision, purpose, receiver, field_groups, recorded_at, recorded_by, "
      "explained_by, until, withdrawn_at) VALUES ($id, $case_id, $decision, $purpose, $receiver, $groups, $at, $by, "
      "$explained_by, $until, NULL)",
      {{"id", basis},
       {"case_id", id},
       {"decision", name_of(said.decision)},
       {"purpose", said.purpose},
       {"receiver", said.receiver},
       {"groups", joined(said.field_groups)},
       {"at", act.now()},
       {"by", permit.session().member},
       {"explained_by", said.explained_by},
       {"until", until}});
}

std::string detail_of(const Conversation& said, const pathway::Pack& pack) {
  const auto* text = pack.find_consent_text(said.language);
  std::map<std::string, std::string> out{{"language", said.language},
                                         {"text_version", text != nullptr ? text->version : ""},
                                         {"interpreter_used", said.interpreter_used ? "yes" : "no"},
                                         {"interpreter_name", said.interpreter_name},
                                         {"points", fmt::format("{}", fmt::join(said.points, ","))},
                                         {"spoken_to", std::string{name_of(said.spoken_to)}}};
  if (said.child) {
    out.emplace("best_interests_note", said.child->best_interests_note);
    out.emplace("own_view", said.child->own_view);
    out.emplace("guardian_name", said.child->guardian_name);
    out.emplace("representative_suspected", said.child->representative_suspected ? "yes" : "no");
  }
  return casefile::to_json_text(out);
}

}  // namespace

Result<BasisId> record(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                       const Conversation& said) {
  const auto facts = gather(act, permit, pack, id, said);
  if (!facts) return tl::unexpected(facts.error());
  // She may refuse whatever became of the case; a new consent is for a case that is worked on.
  if (said.decision == Decision::consent)
    if (const auto bad = casefile::why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  if (said.decision == Decision::consent && facts->age_class.empty()) return fail(problems::kAgeClassFirst);
  auto faults = find_faults(said, *facts);
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  const auto basis = BasisId::random(act.random());
  const bool consented = said.decision == Decision::consent;
  if (!consented) end_consents(act, id, said.receiver, said.purpose);
  insert(act, permit, basis, id, said, consented ? std::optional{pack.calendar->end_of(*said.until)} : std::nullopt);
  const auto kept = casefile::keep_note(act, permit, id, Compartment::casework, "casework.basis:" + basis.text(),
                                        detail_of(said, pack));
  if (!kept) return tl::unexpected(kept.error());
  if (consented) casefile::clear_basis_missing(act, id);
  act.note("basis", basis.text());
  act.note("decision", std::string{name_of(said.decision)});
  return basis;
}

}  // namespace nrm::consent
