#include "nrm/casefile/pause.hpp"

#include <algorithm>

#include "age.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/kernel/text.hpp"
#include "spoken.hpp"

namespace nrm::consent {
namespace {

// Older consents too: what was passed on under them is read no more while she pauses.
std::vector<BasisId> awake_for(log::Act& act, const CaseId& id, const TeamId& receiver) {
  std::vector<BasisId> out;
  for (const auto& part : casefile::parts_of_person(act.writer(), id))
    for (const auto& basis : bases_of_case(act.writer(), part, act.now()))
      if (basis.receiver == receiver && basis.decision == Decision::consent && !basis.paused_at &&
          access_under(act.writer(), basis.id, act.now()) != Access::ended)
        out.push_back(basis.id);
  return out;
}

std::vector<BasisId> asleep_for(log::Act& act, const std::vector<CaseId>& cases, const TeamId& receiver) {
  std::vector<BasisId> out;
  for (const auto& id : cases)
    for (const auto& basis : bases_of_case(act.writer(), id, act.now()))
      if (basis.receiver == receiver && sleeps(basis)) out.push_back(basis.id);
  return out;
}

std::vector<CaseId> not_opened(log::Act& act, const PersonCases& person) {
  auto out = casefile::parts_of_person(act.writer(), person.survivor);
  std::erase_if(out, [&](const CaseId& id) { return std::ranges::find(person.open, id) != person.open.end(); });
  return out;
}

Result<FoundBasis> find_own(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis) {
  auto found = find_basis_of_person(act.writer(), id, basis, act.now());
  if (!found) return fail(nrm::problems::kNotFound);
  if (const auto may = may_end(act, permit, id, found->basis.receiver); !may) return tl::unexpected(may.error());
  if (found->basis.decision != Decision::consent || found->basis.withdrawn_at) return fail(problems::kAlreadyEnded);
  return std::move(*found);
}

Result<void> check_word(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                        const PersonCases& person, const OwnWord& word) {
  std::vector<FieldProblem> faults;
  if (const auto bad = find_text_fault(word.words, kMaxNote, true))
    faults.push_back({"/words", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxNote)}}});
  const auto age = age_facts(act, permit, pack, person.decides);
  if (!age) return tl::unexpected(age.error());
  const auto suspicions = suspicions_of(act, permit, person);
  if (!suspicions) return tl::unexpected(suspicions.error());
  const bool alone = word.spoken_to == SpokenTo::person;
  if (alone && !age->of_age && !age->own_consent) faults.push_back({"/spoken_to", "guardian-needed", {}});
  if (!alone && age->of_age) faults.push_back({"/spoken_to", "ask-herself", {}});
  if (const auto bad = find_text_fault(word.guardian_name, kMaxPersonName, !alone))
    faults.push_back({"/guardian_name", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxPersonName)}}});
  else if (!alone && suspicions->all.folded_names().contains(fold_for_search(word.guardian_name)))
    faults.push_back({"/guardian_name", "representative-suspected", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

}  // namespace

bool sleeps(const RecordedBasis& basis) {
  return basis.decision == Decision::consent && basis.paused_at && !basis.withdrawn_at;
}

void wake_basis(log::Act& act, const BasisId& basis) {
  act.run("UPDATE consent_basis SET paused_at = NULL WHERE id = $id", {{"id", basis}});
  casefile::wake_seals_of_basis(act, basis);
  act.react(kResumed, basis.text());
}

Result<void> pause(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis) {
  const auto found = find_own(act, permit, id, basis);
  if (!found) return tl::unexpected(found.error());
  const auto awake = awake_for(act, id, found->basis.receiver);
  if (awake.empty()) return fail(problems::kNotPaused);
  for (const auto& consent : awake) {
    act.run("UPDATE consent_basis SET paused_at = $now WHERE id = $id", {{"now", act.now()}, {"id", consent}});
    casefile::put_seals_to_sleep(act, consent);
    act.react(kPaused, consent.text());
  }
  return {};
}

Result<void> resume(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                    const BasisId& basis, const OwnWord& word) {
  const auto found = find_own(act, permit, id, basis);
  if (!found) return tl::unexpected(found.error());
  const auto person = cases_of_person(act, permit, id);
  if (std::ranges::find(person.open, found->case_id) == person.open.end()) return fail(nrm::problems::kNotFound);
  const auto asleep = asleep_for(act, person.open, found->basis.receiver);
  if (asleep.empty()) return fail(problems::kNotPaused);
  if (const auto fine = check_word(act, permit, pack, person, word); !fine) return tl::unexpected(fine.error());
  for (const auto& consent : asleep) wake_basis(act, consent);
  // Of a case that this member does not open nobody has looked who may say so: whoever does is to ask.
  if (!asleep_for(act, not_opened(act, person), found->basis.receiver).empty())
    casefile::open_task(act, person.survivor, kAskAgain,
                        pathway::end_of_period(act.now(), pack.grounds.tell_person, *pack.calendar));
  return keep_own_word(act, permit, found->case_id, basis, word);
}

}  // namespace nrm::consent
