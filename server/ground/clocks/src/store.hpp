// Rows of running clocks, and what follows from them: times, jobs, the word to others.
#pragma once

#include "nrm/clocks/clocks.hpp"

namespace nrm::clocks {

inline constexpr std::string_view kWarnJob = "clock.warn";
inline constexpr std::string_view kDueJob = "clock.due";

// A clock with the rule as it was at its start.
struct ClockRow {
  Running running;
  pathway::ClockRule rule;  // id, due, warn_before, kind, pauses_on
};

std::string object_of(std::string_view rule, const Subject& subject);
// "rule:kind:id" as in a moment's object and a job's subject.
std::string object_of(const Running& clock);

std::optional<ClockRow> find_row(storage::Reader& reader, std::string_view rule, const Subject& subject);
std::vector<ClockRow> rows_of(storage::Reader& reader, const Subject& subject);
// Those that were counted by other days, in the order of the primary key, after that clock; at most `limit`.
std::vector<ClockRow> rows_not_counted_by(storage::Reader& reader, std::int64_t days,
                                          const std::optional<ClockRow>& after, int limit);
bool all_are_counted_by(storage::Reader& reader, std::int64_t days);
// Which days are worked, and when they end.
std::int64_t fingerprint(const Calendar& calendar);
Running running_from(storage::Reader& reader, const storage::Row& row);

// The times that follow from the facts as they stand; nothing where it stands still.
std::optional<pathway::ClockTimes> times_of(storage::Reader& reader, const ClockRow& row, const Calendar& calendar);
// Counts it anew, writes the times to the row and asks for what is to happen at them; false where they are as before.
bool recount(log::Act& act, ClockRow& row, const Calendar& calendar);
void note_counted_by(log::Act& act, const Running& clock, std::int64_t days);
// The job of its warning as it was asked for; nothing where nobody is warned.
std::optional<jobs::Job> warning_of(const ClockRow& row);
void cancel_jobs(log::Act& act, std::string_view rule, const Subject& subject);

}  // namespace nrm::clocks
