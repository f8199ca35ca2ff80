// Where a case stands on the two tracks of its pathway whose states are clear. Which moves there are, and who may make
// them when, is for those to say who know the pack.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

inline constexpr std::string_view kClearTracks[] = {"identification", "protection"};

// Nothing for a track whose states are no clear column.
std::optional<std::string> state_on(const CaseFacts& facts, std::string_view track);

struct StateChange {
  std::string track;  // of kClearTracks
  std::string from;
  std::string to;
  std::string pathway_version;  // by whose rules; the case keeps it
  std::int64_t expected_version = 1;
};
// In the act of the move. Gives the case's new version: kernel.stale where the case is at another, kernel.conflict
// where it does not stand at `from`.
Result<std::int64_t> change_state(log::Act& act, const CaseId& id, const StateChange& change);

// Moments beside those of life.hpp; the object is the case's id, of a merger the absorbed one's.
inline constexpr std::string_view kCaseOpened = "case.opened";
inline constexpr std::string_view kCaseMerged = "case.merged";
inline constexpr std::string_view kCaseUnmerged = "case.unmerged";

}  // namespace nrm::casefile
