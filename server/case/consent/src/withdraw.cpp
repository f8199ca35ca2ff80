#include <algorithm>

#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/taken_back.hpp"
#include "person.hpp"
#include "rows.hpp"

namespace nrm::consent {
namespace {

std::string_view name_of(End why) {
  switch (why) {
    case End::her_word:
      return "her-word";
    case End::refusal:
      return "refusal";
    case End::representative_suspected:
      return "representative-suspected";
    case End::of_age:
      return "of-age";
    case End::erased:
      return "erased";
  }
  fail_bug("an end without a name");
}

bool ends_by_her_word(const RecordedBasis& basis, const pathway::Pack& pack) {
  if (basis.decision == Decision::consent) return true;
  const auto* ground = pack.grounds.find(basis.ground);
  return ground != nullptr && ground->withdrawable;
}

bool ends_for(const RecordedBasis& basis, const TeamId& receiver, const std::optional<std::string>& purpose) {
  return basis.receiver == receiver && basis.decision == Decision::consent && !basis.withdrawn_at &&
         (!purpose || basis.purpose == *purpose);
}

// As they were given: the oldest first.
std::vector<RecordedBasis> as_given(log::Act& act, const CaseId& id) {
  auto out = bases_of_case(act.writer(), id, act.now());
  std::reverse(out.begin(), out.end());
  return out;
}

void withdraw_in(log::Act& act, const pathway::Pack& pack, const CaseId& part, const std::optional<TeamId>& receiver,
                 Withdrawn& out) {
  const auto before = out.ended.size();
  for (const auto& basis : as_given(act, part)) {
    if (basis.withdrawn_at || basis.decision == Decision::refusal) continue;
    if (receiver && basis.receiver != *receiver) continue;
    if (ends_by_her_word(basis, pack)) {
      end_basis(act, basis.id, End::her_word);
      out.ended.push_back(basis.id);
    } else if (has_not_ended(basis)) {
      out.stay.push_back(basis.id);
    }
  }
  if (out.ended.size() > before) casefile::ask_rekey(act, part);
}

}  // namespace

void end_basis(log::Act& act, const BasisId& basis, End why) {
  act.run("UPDATE consent_basis SET withdrawn_at = $now WHERE id = $basis", {{"now", act.now()}, {"basis", basis}});
  stop_clocks(act, basis);
  casefile::delete_seals_of_basis(act, basis);
  act.note("ended:" + basis.text(), std::string{name_of(why)});
  act.react(kWithdrawn, basis.text());
}

std::size_t end_consents(log::Act& act, const CaseId& id, const TeamId& receiver,
                         const std::optional<std::string>& purpose, End why) {
  std::size_t ended = 0;
  for (const auto& part : casefile::parts_of_person(act.writer(), id)) {
    const auto before = ended;
    for (const auto& basis : as_given(act, part)) {
      if (!ends_for(basis, receiver, purpose)) continue;
      end_basis(act, basis.id, why);
      ++ended;
    }
    if (ended > before) casefile::ask_rekey(act, part);
  }
  return ended;
}

Result<Withdrawn> withdraw_all(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                               const std::optional<TeamId>& receiver, bool announced) {
  if (const auto may = may_end(act, permit, id, receiver); !may) return tl::unexpected(may.error());
  file_with_survivor(act, permit, cases_of_person(act, permit, id));
  Withdrawn out;
  for (const auto& part : casefile::parts_of_person(act.writer(), id)) withdraw_in(act, pack, part, receiver, out);
  const bool more = announced && !receiver;
  if (out.ended.empty() && !more) return fail(out.stay.empty() ? problems::kAlreadyEnded : problems::kNotWithdrawable);
  if (!receiver) act.react(kAllTakenBack, id.text());
  return out;
}

Result<Withdrawn> withdraw(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                           const BasisId& basis) {
  const auto found = find_basis_of_person(act.writer(), id, basis, act.now());
  if (!found) return fail(nrm::problems::kNotFound);
  const auto& said = found->basis;
  if (const auto may = may_end(act, permit, id, said.receiver); !may) return tl::unexpected(may.error());
  if (said.decision == Decision::refusal || said.withdrawn_at) return fail(problems::kAlreadyEnded);
  if (!ends_by_her_word(said, pack)) return fail(problems::kNotWithdrawable);
  return withdraw_all(act, permit, pack, id, said.receiver);
}

}  // namespace nrm::consent
