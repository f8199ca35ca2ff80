#include "nrm/directory/directory.hpp"
#include "nrm/places/places.hpp"

namespace nrm::places {
namespace {

Result<void> check(storage::Reader& reader, const TeamId& team, const Statement& statement) {
  const auto found = directory::find_team(reader, team);
  if (!found) return fail(nrm::problems::kNotFound);
  if (found->closed_at) return fail(directory::problems::kClosed);
  if (!found->services.contains(statement.service))
    return fail(nrm::problems::kInvalid, {{"/service", "not-in-list", {}}});
  if (statement.free < 0 || statement.free > kMaxPlaces)
    return fail(nrm::problems::kInvalid,
                {{"/free", "out-of-range", {{"min", "0"}, {"max", std::to_string(kMaxPlaces)}}}});
  return {};
}

std::int64_t count_promised(log::Act& act, const TeamId& team, std::string_view service) {
  return act
      .query("SELECT COUNT(*) AS promised FROM place_hold WHERE team = $team AND service = $service",
             {{"team", team}, {"service", service}})
      .at(0)
      .integer("promised");
}

void keep_history(log::Act& act, const TeamId& team, const Statement& statement, std::int64_t promised) {
  act.run(
      "INSERT INTO place_statement (team, service, number, free, counts_promised, promised, stated_at) "
      "SELECT CAST($team AS TEXT), CAST($service AS TEXT), COALESCE(MAX(number), 0) + 1, CAST($free AS BIGINT), "
      "CAST($counts AS BIGINT), CAST($promised AS BIGINT), CAST($now AS BIGINT) FROM place_statement "
      "WHERE team = $team AND service = $service",
      {{"team", team},
       {"service", statement.service},
       {"free", statement.free},
       {"counts", statement.counts_promised},
       {"promised", promised},
       {"now", act.now()}});
}

}  // namespace

Result<void> state(log::Act& act, const TeamId& team, const Statement& statement) {
  if (auto fine = check(act.writer(), team, statement); !fine) return fine;
  const auto promised = count_promised(act, team, statement.service);
  act.run(
      "INSERT INTO place_stock (team, service, stated, counts_promised, remaining, stated_at) VALUES ($team, $service, "
      "$stated, $counts, $remaining, $now) ON CONFLICT (team, service) DO UPDATE SET stated = excluded.stated, "
      "counts_promised = excluded.counts_promised, remaining = excluded.remaining, stated_at = excluded.stated_at",
      {{"team", team},
       {"service", statement.service},
       {"stated", statement.free},
       {"counts", statement.counts_promised},
       {"remaining", statement.free - (statement.counts_promised ? promised : 0)},
       {"now", act.now()}});
  keep_history(act, team, statement, promised);
  act.note("service", statement.service);
  return {};
}

std::vector<PastStatement> statements_of(storage::Reader& reader, const TeamId& team, std::size_t limit) {
  std::vector<PastStatement> out;
  for (const auto& row : reader.query("SELECT service, free, counts_promised, promised, stated_at FROM place_statement "
                                      "WHERE team = $team ORDER BY stated_at DESC, service, number DESC LIMIT $limit",
                                      {{"team", team}, {"limit", limit}}))
    out.push_back({{row.text("service"), row.integer("free"), row.flag("counts_promised")},
                   row.integer("promised"),
                   row.time("stated_at")});
  return out;
}

}  // namespace nrm::places
