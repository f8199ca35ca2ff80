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
// In the order of the primary key, after that clock; at most `limit`.
std::vector<ClockRow> rows_after(storage::Reader& reader, const std::optional<ClockRow>& after, int limit);
Running running_from(storage::Reader& reader, const storage::Row& row);

// The times that follow from the facts as they stand; nothing where it stands still.
std::optional<pathway::ClockTimes> times_of(storage::Reader& reader, const ClockRow& row, const Calendar& calendar);
// Writes these times to the row and asks for what is to happen at them; false where nothing changed.
bool set_times(log::Act& act, ClockRow& row, const std::optional<pathway::ClockTimes>& times);
// The job of its warning as it was asked for; nothing where nobody is warned.
std::optional<jobs::Job> warning_of(const ClockRow& row);
void cancel_jobs(log::Act& act, std::string_view rule, const Subject& subject);

}  // namespace nrm::clocks
