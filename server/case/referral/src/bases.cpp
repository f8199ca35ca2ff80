#include "bases.hpp"

namespace nrm::referral {

Result<consent::Basis> live_basis(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                                  const BasisId& wanted) {
  auto bases = consent::live_bases(act, permit, id, receiver);
  if (!bases) return tl::unexpected(bases.error());
  for (auto& basis : *bases)
    if (basis.id() == wanted) return std::move(basis);
  return fail(consent::problems::kNoBasis);
}

}  // namespace nrm::referral
