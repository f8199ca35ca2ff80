#include "nrm/consent/record.hpp"

#include <algorithm>

#include "age.hpp"
#include "nrm/access/break_glass.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/speakers.hpp"
#include "nrm/consent/taken_back.hpp"
#include "spoken.hpp"

#include <fmt/format.h>

namespace nrm::consent {
namespace {

Result<Facts> gather(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                     const Conversation& said) {
  const auto person = cases_of_person(act, permit, id);
  const auto age = age_facts(act, permit, pack, person.decides);
  if (!age) return tl::unexpected(age.error());
  const auto suspicions = suspicions_of(act, permit, person);
  if (!suspicions) return tl::unexpected(suspicions.error());
  const auto* text = pack.find_consent_text(said.language);
  const auto receiver = receiver_facts(act, permit, said.receiver);
  return Facts{.age_class = age->age_class,
               .own_consent = age->own_consent,
               .of_age = age->of_age,
               .text_known = text != nullptr,
               .text_checked = text != nullptr && !text->checked_by.empty(),
               .receiver_known = receiver.known,
               .receiver_is_own_team = receiver.own_team,
               .today = pack.calendar->local_date(act.now()),
               .now = act.now(),
               .spoken_for_until = age->spoken_for_until,
               .suspected = suspicions->all.folded_names()};
}

// The newest consent before, where the new one covers it.
std::optional<RecordedBasis> renewed(log::Act& act, const CaseId& id, const Conversation& said) {
  for (auto& basis : bases_of_case(act.writer(), id, act.now())) {
    if (basis.receiver != said.receiver || basis.purpose != said.purpose || basis.decision == Decision::other_ground)
      continue;
    const bool covered = basis.decision == Decision::consent && !basis.withdrawn_at &&
                         access_under(act.writer(), basis.id, act.now()) != Access::ended &&
                         std::ranges::includes(said.field_groups, basis.field_groups);
    return covered ? std::optional{std::move(basis)} : std::nullopt;
  }
  return std::nullopt;
}

// To agree anew is her own word that it goes on: in every case that stands for her, for a pause reaches all of them.
void wake(log::Act& act, const CaseId& id, const Conversation& said) {
  for (const auto& part : casefile::parts_of_person(act.writer(), id))
    for (const auto& basis : bases_of_case(act.writer(), part, act.now()))
      if (basis.receiver == said.receiver && basis.purpose == said.purpose && sleeps(basis) &&
          std::ranges::includes(said.field_groups, basis.field_groups))
        wake_basis(act, basis.id);
}

struct NewRow {
  BasisId id;
  std::optional<UtcTime> until;
  std::optional<BasisId> renews;
};

void insert(log::Act& act, const access::Permit& permit, const CaseId& id, const Conversation& said,
            const NewRow& fresh) {
  act.run(fmt::format("INSERT INTO consent_basis (id, case_id, nth, decision, ground, purpose, receiver, field_groups, "
                      "recorded_at, recorded_by, explained_by, until, renews) VALUES ($id, $case_id, {}, $decision, "
                      "$ground, $purpose, $receiver, $groups, $at, $by, $explained_by, $until, $renews)",
                      kNextNth),
          {{"id", fresh.id},
           {"case_id", id},
           {"decision", name_of(said.decision)},
           {"ground", kConsentGround},
           {"purpose", said.purpose},
           {"receiver", said.receiver},
           {"groups", joined(said.field_groups)},
           {"at", act.now()},
           {"by", permit.session().member},
           {"explained_by", said.explained_by},
           {"until", fresh.until},
           {"renews", fresh.renews}});
}

void insert_consent(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                    const Conversation& said, const BasisId& basis) {
  const auto until = pack.calendar->end_of(*said.until);
  const auto before = renewed(act, id, said);
  insert(act, permit, id, said, {basis, until, before ? std::optional{before->id} : std::nullopt});
  wake(act, id, said);
  start_clocks(act, basis, until, pack.grounds.ask_again_days);
  casefile::clear_basis_missing(act, id);
}

void insert_refusal(log::Act& act, const access::Permit& permit, const CaseId& id, const Conversation& said,
                    const BasisId& basis) {
  end_consents(act, id, said.receiver, said.purpose, End::refusal);
  insert(act, permit, id, said, {basis, std::nullopt, std::nullopt});
  act.react(kRefused, basis.text());
}

// The guardian is suspected: out, whatever was said in this conversation.
Result<void> follow_suspicion(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                              const Conversation& said) {
  if (!said.child || !said.child->representative_suspected) return {};
  const auto name = said.spoken_to == SpokenTo::guardian ? said.child->guardian_name : std::string{};
  const auto ended = suspect_representative(act, permit, pack, id, {SpokenTo::guardian, name});
  if (!ended) return tl::unexpected(ended.error());
  return {};
}

}  // namespace

// Who explained it is evidence: of this team, where she is not named by whoever did it herself.
bool is_colleague(log::Act& act, const access::Permit& permit, const MemberId& member) {
  const auto place = access::find_member_place(act.writer(), member);
  return place && place->team == permit.session().team;
}

Result<BasisId> record(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                       const Conversation& said) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  const auto facts = gather(act, permit, pack, id, said);
  if (!facts) return tl::unexpected(facts.error());
  const bool consented = said.decision == Decision::consent;
  // She may refuse whatever became of the case; a new consent is for a case that is worked on.
  if (consented)
    if (const auto bad = casefile::why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  if (consented && facts->age_class.empty()) return fail(problems::kAgeClassFirst);
  auto faults = find_faults(said, *facts);
  if (!is_colleague(act, permit, said.explained_by)) faults.push_back({"/explained_by", "unknown", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  if (const auto done = follow_suspicion(act, permit, pack, id, said); !done) return tl::unexpected(done.error());
  const auto basis = BasisId::random(act.random());
  if (consented)
    insert_consent(act, permit, pack, id, said, basis);
  else
    insert_refusal(act, permit, id, said, basis);
  if (const auto kept = keep_detail(act, permit, id, basis, detail_of(said, pack, act.now())); !kept)
    return tl::unexpected(kept.error());
  if (const auto done = settle_ask_again(act, permit, pack, id); !done) return tl::unexpected(done.error());
  act.note("basis", basis.text());
  act.note("decision", std::string{name_of(said.decision)});
  return basis;
}

}  // namespace nrm::consent
