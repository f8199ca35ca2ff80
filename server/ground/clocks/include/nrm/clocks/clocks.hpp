// Running clocks: a rule of the pack at work on one subject. What is stored are the facts (start, pauses); due and
// warning times are computed from them and the calendar, anew whenever either changes. Each consequence is one act by
// clock(rule), once, over restart, clock jump and several servers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/jobs/jobs.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::clocks {

storage::Schema schema();

namespace problems {
inline constexpr ProblemType kTooEarly{"clocks.too-early", 409};        // a minimum time has not passed
inline constexpr ProblemType kStandsStill{"clocks.stands-still", 409};  // and while it stands still none will
}  // namespace problems
std::vector<ProblemType> clocks_problems();

// What a clock runs for. One clock a rule and subject; an ended one may start again.
struct Subject {
  std::string kind;  // "referral", "handover": the module's own word, without ':'
  std::string id;    // opaque, without ':'
};

struct Running {
  std::string rule;
  Subject subject;
  TeamId team;  // who must act
  UtcTime started_at;
  std::optional<UtcTime> due_at;       // nothing while it stands still
  std::optional<UtcTime> warn_at;      // nothing while it stands still
  std::vector<std::string> paused_by;  // reasons now in force, in the order they came
  std::optional<UtcTime> warned_at;
  std::optional<UtcTime> breached_at;  // of a minimum: reached
  pathway::ClockKind kind = pathway::ClockKind::maximum;
};
// Of a clock that stands still: on time. A minimum is never due soon or overdue.
pathway::ClockState state_of(const Running& clock, UtcTime now);

// Inside an act. `rule` is a clock of the pack, or a transition with a latest time; another is a bug. start() on a
// clock that already runs starts it anew from now. A change of the rule's text counts for clocks that start after it.
Running start(log::Act& act, const pathway::Pack& pack, std::string_view rule, const Subject& subject,
              const TeamId& team);
void stop(log::Act& act, std::string_view rule, const Subject& subject);
void stop_all(log::Act& act, const Subject& subject);
// The rule says which reasons stop it (pauses_on); another reason changes nothing. A day counts where the clock runs at
// its end; hours count while it runs. Reasons add up: it goes on when the last one ends. A reason holds for the
// subject: a clock that starts while it is in force stands still. What was due before the pause stays due.
void pause(log::Act& act, const Subject& subject, std::string_view reason, const pathway::Pack& pack);
void resume(log::Act& act, const Subject& subject, std::string_view reason, const pathway::Pack& pack);
// Whose clock it is changed: a case was handed over, a team merged.
void move_to_team(log::Act& act, const Subject& subject, const TeamId& team);

std::optional<Running> find(storage::Reader& reader, std::string_view rule, const Subject& subject);
std::vector<Running> of_subject(storage::Reader& reader, const Subject& subject);
// Earliest due first; at most `limit`.
std::vector<Running> of_team(storage::Reader& reader, const TeamId& team, std::size_t limit);
// kTooEarly, with the time as the parameter "from", while a minimum clock of the rule still runs for the subject;
// kStandsStill where it stands still.
Result<void> check_reached(storage::Reader& reader, std::string_view rule, const Subject& subject, UtcTime now);

// The moments; the object is read by moment_of. Reactions run in the clock's own act, whose leaf has no case until the
// reaction sets one with act.set_subject.
inline constexpr std::string_view kWarned = "clock.warned";
inline constexpr std::string_view kBreached = "clock.breached";  // a maximum has passed
inline constexpr std::string_view kReached = "clock.reached";    // a minimum has passed
inline constexpr std::string_view kMoved = "clock.moved";        // due or warning time changed: pause, resume, calendar
struct Moment {
  std::string rule;
  Subject subject;
};
Moment moment_of(std::string_view object);

std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal, const pathway::Pack& pack);
// At start, before jobs run: every running clock by the calendar as it is now (a government moved working days). One
// that warned does not warn again; what was missed or reached stays so. Costs nothing where the calendar is the one of
// last time. The number of clocks that moved.
std::int64_t follow_calendar(log::Journal& journal, const pathway::Pack& pack);

}  // namespace nrm::clocks
