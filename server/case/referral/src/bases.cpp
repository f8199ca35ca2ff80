#include "bases.hpp"

#include <set>

#include "nrm/consent/record.hpp"

namespace nrm::referral {

std::vector<consent::Basis> live_bases(log::Act& act, const access::Permit& permit, const CaseId& id,
                                       const TeamId& receiver) {
  std::set<std::string> purposes;
  for (const auto& recorded : consent::bases_of_case(act.writer(), id, act.now()))
    if (recorded.receiver == receiver) purposes.insert(recorded.purpose);
  std::vector<consent::Basis> out;
  for (const auto& purpose : purposes) {
    auto basis = consent::find_live(act, permit, id, receiver, purpose);
    if (basis) out.push_back(std::move(*basis));
  }
  return out;
}

Result<consent::Basis> live_basis(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                                  const BasisId& wanted) {
  for (auto& basis : live_bases(act, permit, id, receiver))
    if (basis.id() == wanted) return std::move(basis);
  return fail(consent::problems::kNoBasis);
}

}  // namespace nrm::referral
