#include "nrm/casefile/pause.hpp"

#include "age.hpp"
#include "detail.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/kernel/text.hpp"
#include "rows.hpp"

namespace nrm::consent {
namespace {

// Older consents too: what was passed on under them is read no more while she pauses.
std::vector<RecordedBasis> consents_to(log::Act& act, const CaseId& id, const TeamId& receiver, bool paused) {
  std::vector<RecordedBasis> out;
  for (const auto& part : casefile::parts_of_person(act.writer(), id))
    for (auto& basis : bases_of_case(act.writer(), part, act.now()))
      if (basis.receiver == receiver && basis.decision == Decision::consent && basis.paused_at.has_value() == paused &&
          access_under(act.writer(), basis.id, act.now()) != Access::ended)
        out.push_back(std::move(basis));
  return out;
}

Result<FoundBasis> find_own(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis) {
  auto found = find_basis_of_person(act.writer(), id, basis, act.now());
  if (!found) return fail(nrm::problems::kNotFound);
  if (const auto may = may_end(act, permit, id, found->basis.receiver); !may) return tl::unexpected(may.error());
  if (found->basis.decision != Decision::consent || found->basis.withdrawn_at) return fail(problems::kAlreadyEnded);
  return std::move(*found);
}

Result<void> check_word(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                        const OwnWord& word) {
  std::vector<FieldProblem> faults;
  if (const auto bad = find_text_fault(word.words, kMaxNote, true))
    faults.push_back({"/words", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxNote)}}});
  const auto age = age_facts(act, permit, pack, id);
  if (!age) return tl::unexpected(age.error());
  const auto suspected = read_suspected(act, permit, id);
  if (!suspected) return tl::unexpected(suspected.error());
  const bool alone = word.spoken_to == SpokenTo::person;
  if (alone && !age->of_age && !age->own_consent) faults.push_back({"/spoken_to", "guardian-needed", {}});
  if (!alone && age->of_age) faults.push_back({"/spoken_to", "ask-herself", {}});
  if (const auto bad = find_text_fault(word.guardian_name, kMaxPersonName, !alone))
    faults.push_back({"/guardian_name", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxPersonName)}}});
  else if (!alone && suspected->contains(fold_for_search(word.guardian_name)))
    faults.push_back({"/guardian_name", "representative-suspected", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

}  // namespace

Result<void> pause(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis) {
  const auto found = find_own(act, permit, id, basis);
  if (!found) return tl::unexpected(found.error());
  const auto awake = consents_to(act, id, found->basis.receiver, false);
  if (awake.empty()) return fail(problems::kNotPaused);
  for (const auto& consent : awake) {
    act.run("UPDATE consent_basis SET paused_at = $now WHERE id = $id", {{"now", act.now()}, {"id", consent.id}});
    casefile::put_seals_to_sleep(act, consent.id);
    act.react(kPaused, consent.id.text());
  }
  return {};
}

Result<void> resume(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                    const BasisId& basis, const OwnWord& word) {
  const auto found = find_own(act, permit, id, basis);
  if (!found) return tl::unexpected(found.error());
  const auto asleep = consents_to(act, id, found->basis.receiver, true);
  if (asleep.empty()) return fail(problems::kNotPaused);
  if (const auto fine = check_word(act, permit, pack, id, word); !fine) return tl::unexpected(fine.error());
  for (const auto& consent : asleep) {
    act.run("UPDATE consent_basis SET paused_at = NULL WHERE id = $id", {{"id", consent.id}});
    casefile::wake_seals_of_basis(act, consent.id);
    act.react(kResumed, consent.id.text());
  }
  return keep_own_word(act, permit, found->case_id, basis, word);
}

}  // namespace nrm::consent
