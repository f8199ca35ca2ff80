#include "bases.hpp"

#include "nrm/consent/record.hpp"

namespace nrm::caseteam {

std::vector<consent::Basis> live_bases(log::Act& act, const access::Permit& permit, const CaseId& id) {
  std::set<std::pair<TeamId, std::string>> spoken;
  for (const auto& recorded : consent::bases_of_case(act.writer(), id, act.now()))
    if (recorded.state == "live") spoken.emplace(recorded.receiver, recorded.purpose);
  std::vector<consent::Basis> out;
  for (const auto& [receiver, purpose] : spoken)
    if (auto basis = consent::find_live(act, permit, id, receiver, purpose)) out.push_back(std::move(*basis));
  return out;
}

}  // namespace nrm::caseteam
