#include "nrm/caselist/saved_filter.hpp"

namespace nrm::caselist {
namespace {

// `words` are codes; the name is sealed. Who took a list when is kept for the cap; what was in it is not.
constexpr std::string_view kFirst = R"(
CREATE TABLE case_filter (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  shared BIGINT NOT NULL,
  words TEXT NOT NULL,
  sealed_name BLOB NOT NULL
)
--
CREATE INDEX case_filter_team ON case_filter (team, made_at)
--
CREATE TABLE case_list_taken (
  id TEXT NOT NULL PRIMARY KEY,
  member TEXT NOT NULL,
  at BIGINT NOT NULL
)
--
CREATE INDEX case_list_taken_member ON case_list_taken (member, at)
)";

}  // namespace

storage::Schema schema() {
  return {"caselist", {{1, "saved filters, lists taken", kFirst}}, {}};
}

std::vector<ProblemType> caselist_problems() {
  return {problems::kTooManyFilters};
}

}  // namespace nrm::caselist
