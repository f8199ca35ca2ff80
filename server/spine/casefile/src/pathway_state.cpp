#include "nrm/casefile/pathway_state.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace nrm::casefile {
namespace {

std::string_view column_of(std::string_view track) {
  if (track == "identification") return "identification_state";
  if (track == "protection") return "assistance_state";
  fail_bug("a track whose states are no clear column");
}

}  // namespace

std::optional<std::string> state_on(const CaseFacts& facts, std::string_view track) {
  if (track == "identification") return facts.identification_state;
  if (track == "protection") return facts.assistance_state;
  return std::nullopt;
}

Result<std::int64_t> change_state(log::Act& act, const CaseId& id, const StateChange& change) {
  const auto moved = act.run(
      fmt::format("UPDATE case_file SET {0} = $to, pathway_version = $pathway, version = version + 1 WHERE id = $id "
                  "AND {0} = $from AND version = $version",
                  column_of(change.track)),
      {{"to", change.to},
       {"pathway", change.pathway_version},
       {"id", id},
       {"from", change.from},
       {"version", change.expected_version}});
  if (moved == 1) return change.expected_version + 1;
  const auto facts = find_case(act.writer(), id);
  if (!facts) return fail(nrm::problems::kNotFound);
  if (facts->version != change.expected_version) return fail(nrm::problems::kStale);
  return fail(nrm::problems::kConflict);
}

}  // namespace nrm::casefile
