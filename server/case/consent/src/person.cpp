#include "person.hpp"

#include <algorithm>

#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/restriction.hpp"

namespace nrm::consent {

PersonCases cases_of_person(log::Act& act, const access::Permit& permit, const CaseId& id) {
  using access::Compartment;
  const auto survivor = casefile::survivor_of(act.writer(), id);
  const bool decides = survivor == id || opens(act, permit, survivor, Compartment::casework);
  PersonCases out{id, survivor, decides ? survivor : id, {}};
  out.open.push_back(out.decides);
  for (const auto& part : casefile::with_absorbed(act.writer(), survivor))
    if (part != out.decides && (part == id || opens(act, permit, part, Compartment::casework)))
      out.open.push_back(part);
  return out;
}

bool opens(log::Act& act, const access::Permit& permit, const CaseId& id, access::Compartment kind) {
  const auto& session = permit.session();
  if (!casefile::may_work_on(act.writer(), session, id)) return false;
  if (casefile::team_of(act.writer(), id) == session.team) return true;
  return std::ranges::any_of(casefile::joint_teams_of(act.writer(), id), [&](const auto& joint) {
    return joint.team == session.team && !joint.paused_at && joint.until > act.now() &&
           joint.compartments.contains(kind);
  });
}

void file_with_survivor(log::Act& act, const access::Permit& permit, const PersonCases& person) {
  if (person.asked == person.survivor || !person.by_survivor()) return;
  act.set_subject({person.survivor, permit.session().organisation, person.survivor.text()});
}

}  // namespace nrm::consent
