#include "nrm/duty/roster.hpp"

namespace nrm::duty {
namespace {

constexpr std::string_view kRoster = R"sql(
CREATE TABLE duty_roster (
  team TEXT NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL
)
--
CREATE TABLE duty_shift (
  team TEXT NOT NULL,
  position BIGINT NOT NULL,
  weekday BIGINT NOT NULL,
  from_minute BIGINT NOT NULL,
  until_minute BIGINT NOT NULL,
  phone TEXT NOT NULL,
  member TEXT,
  PRIMARY KEY (team, position)
)
--
CREATE TABLE duty_exception (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  phone TEXT NOT NULL,
  member TEXT
)
--
CREATE INDEX duty_exception_team ON duty_exception (team, until_at)
)sql";

}  // namespace

storage::Schema schema() {
  return {"duty", {{1, "duty rosters", kRoster}}, {}};
}

}  // namespace nrm::duty
