#include <algorithm>

#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/taken_back.hpp"
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
  for (const auto& row :
       act.query(std::string{kBasisColumns} + "WHERE case_id = $id AND receiver = $receiver AND decision = 'consent' "
                                              "AND withdrawn_at IS NULL ORDER BY nth",
                 {{"id", id}, {"receiver", receiver}})) {
    if (purpose && row.text("purpose") != *purpose) continue;
    end_basis(act, row.id<BasisId>("id"), why);
    ++ended;
  }
  if (ended > 0) casefile::ask_rekey(act, id);
  return ended;
}

Result<Withdrawn> withdraw_all(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                               const std::optional<TeamId>& receiver, bool announced) {
  if (const auto may = may_end(act, permit, id, receiver); !may) return tl::unexpected(may.error());
  Withdrawn out;
  auto bases = bases_of_case(act.writer(), id, act.now());
  std::reverse(bases.begin(), bases.end());  // as they were given: the oldest first
  for (const auto& basis : bases) {
    if (basis.withdrawn_at || basis.decision == Decision::refusal) continue;
    if (receiver && basis.receiver != *receiver) continue;
    if (ends_by_her_word(basis, pack)) {
      end_basis(act, basis.id, End::her_word);
      out.ended.push_back(basis.id);
    } else if (has_not_ended(basis)) {
      out.stay.push_back(basis.id);
    }
  }
  const bool more = announced && !receiver;
  if (out.ended.empty() && !more) return fail(out.stay.empty() ? problems::kAlreadyEnded : problems::kNotWithdrawable);
  if (!receiver) act.react(kAllTakenBack, id.text());
  if (!out.ended.empty()) casefile::ask_rekey(act, id);
  return out;
}

Result<Withdrawn> withdraw(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                           const BasisId& basis) {
  const auto found = find_basis(act.writer(), id, basis, act.now());
  if (!found) return fail(nrm::problems::kNotFound);
  if (const auto may = may_end(act, permit, id, found->receiver); !may) return tl::unexpected(may.error());
  if (found->decision == Decision::refusal || found->withdrawn_at) return fail(problems::kAlreadyEnded);
  if (!ends_by_her_word(*found, pack)) return fail(problems::kNotWithdrawable);
  return withdraw_all(act, permit, pack, id, found->receiver);
}

}  // namespace nrm::consent
