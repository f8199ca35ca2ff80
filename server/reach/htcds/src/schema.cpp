#include "nrm/htcds/htcds.hpp"

namespace nrm::htcds {
namespace {

constexpr std::string_view kFirst = R"sql(
CREATE TABLE import_row (
  team TEXT NOT NULL,
  source TEXT NOT NULL,
  content TEXT NOT NULL,
  case_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (team, source)
)
)sql";

}  // namespace

storage::Schema schema() {
  return {"htcds", {{1, "imported rows", kFirst}}, {}};
}

std::vector<ProblemType> htcds_problems() {
  return {problems::kUnreadableFile, problems::kUnknownColumns, problems::kHeadersDisagree};
}

}  // namespace nrm::htcds
