// Minimum and maximum times. A rule is data of a pack; a clock is computed from facts each time and never stored as
// truth.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/calendar.hpp"
#include "nrm/pathway/labels.hpp"

namespace nrm::pathway {

// Months are the law's own unit for placements: the same day of a later month, or that month's last day.
enum class PeriodUnit { hours, calendar_days, working_days, calendar_months };
std::string_view name_of(PeriodUnit unit);  // "hours", "calendar-days", "working-days", "calendar-months"
std::optional<PeriodUnit> parse_period_unit(std::string_view name);

struct Period {
  int count = 0;
  PeriodUnit unit = PeriodUnit::hours;
  bool operator==(const Period&) const = default;
};

// A maximum is missed when nobody has acted by then; a minimum is the first moment at which somebody may.
enum class ClockKind { maximum, minimum };
std::string_view name_of(ClockKind kind);  // "maximum", "minimum"

// Why a clock stands still. A pack's rule names those that stop it.
inline constexpr std::string_view kPauseReasons[] = {"consent-paused", "question-open", "person-not-reachable",
                                                     "procedure-suspended"};

struct ClockRule {
  std::string id;  // "referral-answer"
  Labels labels;
  std::string starts_at;  // the moment: "referral.sent", "case.opened", "state:<track>/<state>", …
  Period due;
  Period warn_before;     // zero hours: no warning
  std::string on_breach;  // "remind", "open-task", "tell-sender", "tell-coordinator", "tell-data-protection-officer",
                          // "escalate", "lapses"; empty for a minimum
  Origin origin;
  ClockKind kind = ClockKind::maximum;
  std::vector<std::string> pauses_on = {};  // of kPauseReasons
};

// The clock stands still from `from` on and runs again at `until`; without it, it still stands.
struct Pause {
  UtcTime from;
  std::optional<UtcTime> until = {};
};

struct ClockTimes {
  UtcTime start;
  UtcTime due;      // the first moment that is too late
  UtcTime warn_at;  // never before start
};

enum class ClockState { on_time, due_soon, overdue };
std::string_view name_of(ClockState state);  // "on-time", "due-soon", "overdue"

// First day excluded; a day ends at 24:00 local of the last day; hours are elapsed time.
UtcTime end_of_period(UtcTime start, const Period& period, const Calendar& calendar);
ClockTimes clock_for(const ClockRule& rule, UtcTime start, const Calendar& calendar);
// With pauses, in any order, which may overlap: a day counts where the clock runs at its 24:00 local, hours count while
// it runs, months are the days they have from `start`. A pause after the due time changes nothing. Nothing where the
// clock stands still before it is due.
std::optional<ClockTimes> clock_for(const ClockRule& rule, UtcTime start, std::span<const Pause> pauses,
                                    const Calendar& calendar);
ClockState state_of(const ClockTimes& times, UtcTime now);

}  // namespace nrm::pathway
