#include "nrm/kernel/text.hpp"
#include "rows.hpp"

namespace nrm::directory {
namespace {

constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxRegion = 64;

std::vector<FieldProblem> check(const pathway::Pack& pack, const NewTeam& team) {
  std::vector<FieldProblem> faults;
  if (const auto fault = find_text_fault(team.name, kMaxName, true))
    faults.push_back({"/name", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxName)}}});
  if (const auto fault = pathway::team_kinds_fault(team.kinds); fault && *fault != "protection-and-control")
    faults.push_back({"/kind", *fault == "no-team-kind" ? "required" : "not-in-list", {}});
  for (const auto& service : team.services)
    if (!pack.has_code("service", service)) {
      faults.push_back({"/services", "not-in-list", {}});
      break;
    }
  if (const auto fault = find_text_fault(team.region, kMaxRegion, false))
    faults.push_back({"/region", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxRegion)}}});
  return faults;
}

TeamId write_team(log::Act& act, const NewTeam& team) {
  const auto id = TeamId::random(act.random());
  act.run(
      "INSERT INTO team (id, organisation_id, name, kinds, region, added_at) VALUES ($id, $organisation, $name, "
      "$kinds, "
      "$region, $now)",
      {{"id", id},
       {"organisation", team.organisation},
       {"name", team.name},
       {"kinds", join_codes(team.kinds)},
       {"region", team.region},
       {"now", act.now()}});
  for (const auto& service : team.services)
    act.run("INSERT INTO team_service (team_id, service) VALUES ($id, $service)", {{"id", id}, {"service", service}});
  return id;
}

}  // namespace

Result<TeamId> add_team(log::Act& act, const pathway::Pack& pack, const NewTeam& team) {
  if (auto faults = check(pack, team); !faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  if (pathway::team_kinds_fault(team.kinds) == "protection-and-control") return fail(problems::kProtectionAndControl);
  const auto organisation = find_organisation(act.writer(), team.organisation);
  if (!organisation) return fail(nrm::problems::kInvalid, {{"/organisation_id", "not-in-list", {}}});
  if (organisation->closed_at) return fail(problems::kClosed);
  const auto id = write_team(act, team);
  act.note("team", id.text());
  return id;
}

}  // namespace nrm::directory
