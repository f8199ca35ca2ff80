#include <algorithm>

#include "bases.hpp"
#include "clock.hpp"

namespace nrm::caseteam {
namespace {

const consent::Basis* find_basis(const std::vector<consent::Basis>& live, const Wanted& wanted) {
  const auto found = std::ranges::find_if(
      live, [&](const auto& basis) { return basis.id() == wanted.basis && basis.receiver() == wanted.team; });
  return found == live.end() ? nullptr : &*found;
}

bool is_holding_team(log::Act& act, const access::Permit& permit, const CaseId& id) {
  return casefile::team_of(act.writer(), id) == permit.session().team;
}

}  // namespace

Result<JointTeamId> add(log::Act& act, const access::Permit& permit, const CaseId& id, const Wanted& wanted) {
  if (!is_holding_team(act, permit, id)) return fail(nrm::problems::kNotFound);
  const auto live = live_bases(act, permit, id);
  const auto* basis = find_basis(live, wanted);
  if (basis == nullptr) return fail(consent::problems::kNoBasis);
  const auto covered = covered_by(basis->field_groups());
  if (!std::ranges::includes(covered, wanted.compartments)) return fail(problems::kNotCovered);
  auto made =
      casefile::add_joint_team(act, permit, id, {wanted.team, wanted.compartments, basis->id(), basis->until()});
  if (made) start_clock(act, *made, basis->until());
  return made;
}

std::vector<Offer> offers_of(log::Act& act, const access::Permit& permit, const CaseId& id) {
  std::vector<Offer> out;
  if (!is_holding_team(act, permit, id)) return out;
  for (const auto& basis : live_bases(act, permit, id))
    if (!casefile::holds(act.writer(), id, basis.receiver()))
      out.push_back({basis.id(), basis.receiver(), covered_by(basis.field_groups()), basis.until()});
  return out;
}

}  // namespace nrm::caseteam
