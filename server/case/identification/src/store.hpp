// Where a case stands on a track and since when, with the clocks that run because of it. Inside an act only, but for
// finding.
#pragma once

#include "nrm/casefile/pathway_state.hpp"
#include "nrm/identification/moves.hpp"

namespace nrm::identification {

// A case in one state of one track. A state in which a case was from its opening on, and that starts no clock, has no
// row.
struct Stay {
  std::string id;
  CaseId case_id;
  std::string track;
  std::string state;
  TeamId team;  // the one that the case is of
  std::string reference;
  UtcTime since;
  std::optional<TeamId> entered_by;  // nothing: the opening
  std::optional<UtcTime> silent_since;
  std::optional<UtcTime> coordinator_told_at;
};
Stay stay_of(const storage::Row& row);
std::optional<Stay> find_stay(storage::Reader& reader, const CaseId& id, std::string_view track);
std::optional<Stay> find_stay(storage::Reader& reader, std::string_view stay_id);
std::vector<Stay> stays_of(storage::Reader& reader, const CaseId& id);

inline constexpr std::string_view kClockSubject = "stay";
inline constexpr std::string_view kLateTask = "late-step";
clocks::Subject subject_of(const Stay& stay);

// What follows from a case being in a state: the clocks that start there.
void enter(log::Act& act, const pathway::Pack& pack, const casefile::CaseFacts& facts, std::string_view track,
           std::string_view state, const std::optional<TeamId>& by);
// The end of it: its clocks, what was asked for because of them, what coordinators were told.
void leave(log::Act& act, const pathway::Pack& pack, const Stay& stay);
// Who stopped its times and let them go on; kept with the case.
void keep_pause(log::Act& act, const access::Session& session, const Stay& stay, std::string_view reason);
void end_pause(log::Act& act, const access::Session& session, const Stay& stay, std::string_view reason);
std::vector<PastPause> pauses_of(storage::Reader& reader, const CaseId& id);
// What lists sort by, after its clocks moved.
void follow_clocks(log::Act& act, const pathway::Pack& pack, const Stay& stay);

// What the case is moved by, sealed: the field name of a move's note.
std::string note_field(const MoveId& id);

// Looks at the case as one who may work on it.
Result<casefile::CaseFacts> held_case(log::Act& act, const access::Session& session, const CaseId& id);

}  // namespace nrm::identification
