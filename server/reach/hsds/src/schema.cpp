#include "nrm/hsds/hsds.hpp"

namespace nrm::hsds {
namespace {

// Documents are JSON, without persons and without any place that is confidential. `latest` is what was imported last,
// `accepted` what an administrator has confirmed and is published.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE hsds_organisation (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL UNIQUE REFERENCES organisation(id),
  latest TEXT NOT NULL,
  accepted TEXT,
  imported_at BIGINT NOT NULL,
  accepted_at BIGINT
)
--
CREATE TABLE hsds_service (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation(id),
  team_id TEXT,
  kinds TEXT NOT NULL,
  latest TEXT NOT NULL,
  accepted TEXT,
  accepted_kinds TEXT NOT NULL,
  imported_at BIGINT NOT NULL,
  accepted_at BIGINT
)
--
CREATE INDEX hsds_service_by_organisation ON hsds_service (organisation_id)
--
CREATE TABLE hsds_withheld_place (
  location_id TEXT PRIMARY KEY
)
)sql";

}  // namespace

storage::Schema schema() {
  return {"hsds", {{1, "imported documents", kFirst}}, {}};
}

std::vector<ProblemType> hsds_problems() {
  return {problems::kNothingToImport, problems::kTooManyFiles};
}

}  // namespace nrm::hsds
