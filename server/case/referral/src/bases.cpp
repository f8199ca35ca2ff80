#include "bases.hpp"

#include <array>

namespace nrm::referral {
namespace {

// What help may be asked for. Statistics, oversight and the person's own requests are no reason to refer.
constexpr std::array<std::string_view, 9> kPurposes{"assist",    "protect",   "identify",
                                                    "refer",     "health-care", "legal-aid",
                                                    "criminal-investigation", "child-protection", "return"};

}  // namespace

std::vector<consent::Basis> live_bases(log::Act& act, const access::Permit& permit, const CaseId& id,
                                       const TeamId& receiver) {
  std::vector<consent::Basis> out;
  for (const auto purpose : kPurposes) {
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
