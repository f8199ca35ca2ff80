#include "nrm/directory/rewrite.hpp"

#include "nrm/kernel/text.hpp"

namespace nrm::directory {
namespace {

constexpr std::size_t kMaxOrganisationName = 300;
constexpr std::size_t kMaxTeamName = 200;

Result<void> check_name(std::string_view name, std::size_t max) {
  if (const auto fault = find_text_fault(name, max, true))
    return fail(nrm::problems::kInvalid, {{"/name", std::string{code_of(*fault)}, {{"max", std::to_string(max)}}}});
  return {};
}

}  // namespace

Result<void> rename_organisation(log::Act& act, const OrganisationId& id, std::string_view name) {
  if (auto good = check_name(name, kMaxOrganisationName); !good) return good;
  const auto body = find_organisation(act.writer(), id);
  if (!body) return fail(nrm::problems::kNotFound);
  if (body->name == name) return {};
  act.run("UPDATE organisation SET name = $name WHERE id = $id", {{"name", name}, {"id", id}});
  act.run("DELETE FROM organisation_name WHERE organisation_id = $id", {{"id", id}});
  return {};
}

Result<void> rewrite_team(log::Act& act, const pathway::Pack& pack, const TeamId& id, std::string_view name,
                          const std::set<std::string>& services) {
  if (auto good = check_name(name, kMaxTeamName); !good) return good;
  for (const auto& service : services)
    if (!pack.has_code("service", service)) return fail(nrm::problems::kInvalid, {{"/services", "not-in-list", {}}});
  if (!find_team(act.writer(), id)) return fail(nrm::problems::kNotFound);
  act.run("UPDATE team SET name = $name WHERE id = $id", {{"name", name}, {"id", id}});
  act.run("DELETE FROM team_service WHERE team_id = $id", {{"id", id}});
  for (const auto& service : services)
    act.run("INSERT INTO team_service (team_id, service) VALUES ($id, $service)", {{"id", id}, {"service", service}});
  return {};
}

}  // namespace nrm::directory
