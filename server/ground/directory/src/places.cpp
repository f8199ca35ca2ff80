#include "nrm/directory/directory.hpp"

namespace nrm::directory {

namespace {
constexpr std::int64_t kMaxPlaces = 10'000;
}

Result<void> state_places(log::Act& act, const TeamId& team, std::string_view service, std::int64_t free) {
  if (free < 0 || free > kMaxPlaces)
    return fail(nrm::problems::kInvalid,
                {{"/free", "out-of-range", {{"min", "0"}, {"max", std::to_string(kMaxPlaces)}}}});
  const auto found = find_team(act.writer(), team);
  if (!found) return fail(nrm::problems::kNotFound);
  if (found->closed_at) return fail(problems::kClosed);
  if (!found->services.contains(std::string{service}))
    return fail(nrm::problems::kInvalid, {{"/service", "not-in-list", {}}});
  act.run(
      "INSERT INTO place (team_id, service, free, stated_at) VALUES ($team, $service, $free, $now) "
      "ON CONFLICT (team_id, service) DO UPDATE SET free = excluded.free, stated_at = excluded.stated_at",
      {{"team", team}, {"service", service}, {"free", free}, {"now", act.now()}});
  act.note("team", team.text());
  return {};
}

std::vector<Places> places_of(storage::Reader& reader, const TeamId& team) {
  std::vector<Places> out;
  for (const auto& row : reader.query(
           "SELECT service, free, stated_at FROM place WHERE team_id = $team ORDER BY service", {{"team", team}}))
    out.push_back({row.text("service"), row.integer("free"), row.time("stated_at")});
  return out;
}

}  // namespace nrm::directory
