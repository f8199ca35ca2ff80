// A case's way along the tracks of its country's pathway: what may be done now, by whom, not before and not after when;
// doing it; and what was done. Each function is one act of a session. To a team that does not hold the case the answer
// is kernel.not-found, as for a case that does not exist.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/identification/desk.hpp"

namespace nrm::identification {

struct MoveTag;
using MoveId = Id<MoveTag>;

namespace problems {
inline constexpr ProblemType kMovedOn{"identification.moved-on", 409};        // look again: the case stands elsewhere
inline constexpr ProblemType kNotYours{"identification.not-yours", 409};      // another role or another kind of body
inline constexpr ProblemType kTooEarly{"identification.too-early", 409};      // says from which day on
inline constexpr ProblemType kNotStarted{"identification.not-started", 409};  // what the time counts from has not come
inline constexpr ProblemType kWindowOver{"identification.window-over", 409};  // only exceptionally, with a reason
inline constexpr ProblemType kOtherPathway{"identification.other-pathway", 409};  // take the new rules over first
}  // namespace problems

inline constexpr std::size_t kMinReason = 3;
inline constexpr std::size_t kMaxReason = 2000;  // code points: a decision's grounds in short
inline constexpr std::size_t kMaxNumber = 100;

// Where a form that a step needs is kept. The program has no such form of its own: whoever filled it in says so.
enum class Kept { paper, other_system };
std::string_view name_of(Kept kept);  // "paper", "other-system"
std::optional<Kept> parse_kept(std::string_view name);
struct FormAnswer {
  std::string form;  // "gb-nrm-referral"
  Kept kept = Kept::paper;
  std::string number;  // of the file: sealed
};
struct Decision {
  Date on;
  std::string number;  // of the decision, sealed; may be empty
};
struct NewMove {
  std::string transition;  // "identification.refer"
  std::string reason;      // sealed; empty where the step needs none
  std::optional<Decision> decision;
  std::vector<FormAnswer> forms;
  bool exceptional = false;    // the time for asking is over and the circumstances are exceptional: the reason says why
  bool adopt_pathway = false;  // the case keeps to an older version of the rules: it goes over to these
};
struct Moved {
  MoveId id;
  std::string track;
  std::string state;
  std::int64_t version = 1;  // of the case
};
// One step. `expected_version` is the case's (kernel.stale). consent.no-basis, consent.age-class-first, kernel.invalid
// where something that the step asks for was not given, clocks.stands-still, and the problems above.
Result<Moved> move(const Desk& desk, const access::Session& session, const CaseId& id, std::int64_t expected_version,
                   const NewMove& input);

// --- looking ---
struct RunningTime {
  clocks::Running clock;
  pathway::ClockState state = pathway::ClockState::on_time;
  const pathway::Labels* labels = nullptr;
  bool is_over = false;  // a window for asking that has closed: nobody is late by it
  // For what reasons whoever looks may stop it, and let it go on: of those that stop it, of those that do now.
  std::vector<std::string> may_pause_for = {}, may_resume_for = {};
};
struct OpenMove {
  const pathway::Transition* step = nullptr;
  bool yours = false;                 // role and kind of body may take it
  std::vector<std::string> lacks;     // "basis", "age-class": to be seen to first
  std::vector<std::string> asks;      // "reason", "decision", "form:<id>": given with the step
  std::optional<UtcTime> not_before;  // while it has not come
  bool not_started = false;           // what the earliest time counts from has not come
  bool window_over = false;           // the time for asking is over: taken only exceptionally
  std::optional<UtcTime> not_after;   // nothing where it has none or stands still
};
struct TrackView {
  const pathway::Track* track = nullptr;
  std::string state;
  UtcTime since;
  std::vector<RunningTime> times;
  std::vector<OpenMove> moves;
};
struct PastMove {
  MoveId id;
  std::string transition, track, from, to, pathway_version;
  UtcTime at;
  MemberId by;
  TeamId team;
  // Sealed with the move, where this member opens the casework: "reason", "decided-on", "decision-number",
  // "form:<id>" and "form-number:<id>"; "exceptional", of a step that was taken after its window.
  std::map<std::string, std::string> said;
};
// A time of a track that a member stopped.
struct PastPause {
  std::string track, reason;
  UtcTime at;
  MemberId by;
  TeamId team;
  std::optional<UtcTime> ended_at;   // nothing: it stands still
  std::optional<MemberId> ended_by;  // nothing: the case left the state, and the time with it
  std::optional<TeamId> ended_by_team;
};
struct View {
  std::int64_t version = 1;
  std::string pathway_version;       // the case's own
  bool open = true;                  // false: closed, merged or opened in error; nothing can be done
  std::vector<std::string> numbers;  // what coordinators call its late steps by, of each track
  std::vector<TrackView> tracks;
  std::vector<PastMove> history;  // newest first
  std::vector<PastPause> pauses;  // newest first
};
Result<View> look(const Desk& desk, const access::Session& session, const CaseId& id);

// --- clocks that stand still ---
// Why the times of a track may stand still by a member's word; the pack says which of them stop for it.
inline constexpr std::string_view kMemberPauses[] = {"person-not-reachable", "procedure-suspended"};
// Only by a team whose kind of body keeps each time that the reason stops, by a step that the time is of
// (identification.not-yours); the others that hold the case are told. kernel.conflict where nothing runs that the
// reason stops, or it stands still for it already: what has run out is late and stops no more.
Result<void> pause(const Desk& desk, const access::Session& session, const CaseId& id, const std::string& track,
                   const std::string& reason);
// As it, and by the team that the case is of; also in a case that is part of another which has not come as far.
// kernel.conflict where nothing stands still for that reason.
Result<void> resume(const Desk& desk, const access::Session& session, const CaseId& id, const std::string& track,
                    const std::string& reason);

}  // namespace nrm::identification
