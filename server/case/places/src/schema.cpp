#include "nrm/places/places.hpp"

namespace nrm::places {
namespace {

// `remaining` is what a hold may take. It falls below zero where a provider states fewer than are promised already:
// each that comes back then fills the gap first.
constexpr std::string_view kFirst = R"(
CREATE TABLE place_stock (
  team TEXT NOT NULL,
  service TEXT NOT NULL,
  stated BIGINT NOT NULL,
  counts_promised BIGINT NOT NULL,
  remaining BIGINT NOT NULL,
  stated_at BIGINT NOT NULL,
  PRIMARY KEY (team, service)
)
--
CREATE INDEX place_stock_service ON place_stock (service)
--
CREATE TABLE place_statement (
  team TEXT NOT NULL,
  service TEXT NOT NULL,
  number BIGINT NOT NULL,
  free BIGINT NOT NULL,
  counts_promised BIGINT NOT NULL,
  promised BIGINT NOT NULL,
  stated_at BIGINT NOT NULL,
  PRIMARY KEY (team, service, number)
)
--
CREATE TABLE place_hold (
  referral TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  service TEXT NOT NULL,
  standing TEXT NOT NULL,
  since BIGINT NOT NULL
)
--
CREATE INDEX place_hold_team ON place_hold (team, service)
--
INSERT INTO place_stock (team, service, stated, counts_promised, remaining, stated_at)
  SELECT team_id, service, free, 1, free, stated_at FROM place
--
INSERT INTO place_statement (team, service, number, free, counts_promised, promised, stated_at)
  SELECT team_id, service, 1, free, 1, 0, stated_at FROM place
--
DROP TABLE place
)";

}  // namespace

storage::Schema schema() {
  return {"places", {{1, "statements, stock and holds", kFirst}}, {}};
}

std::vector<ProblemType> places_problems() {
  return {problems::kNoneFree};
}

}  // namespace nrm::places
