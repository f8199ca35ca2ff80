#include "figure_columns.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace nrm::referral {
namespace {

// Declined stays declined where it went on to somebody else.
bool was_declined(State state, bool answered) {
  return state == State::declined || (state == State::redirected && answered);
}

std::int64_t hours_between(UtcTime from, UtcTime until) {
  return (until.unix_us() - from.unix_us()) / std::chrono::microseconds{std::chrono::hours{1}}.count();
}

// What was taken back before its time was over is nobody's answer.
bool counts(const FigureRow& row, UtcTime now) {
  if (row.answered_at) return true;
  return row.answer_due_at <= (row.ended_at ? *row.ended_at : now);
}

std::int64_t median(std::vector<std::int64_t> hours) {
  const auto middle = hours.begin() + static_cast<std::ptrdiff_t>((hours.size() - 1) / 2);
  std::nth_element(hours.begin(), middle, hours.end());
  return *middle;
}

}  // namespace

std::string figure_columns() {
  return fmt::format(
      "{} AS from_team, to_team, need, urgent, state, sent_at, due_at, seen_at, answered_at, first_contact_at, "
      "completed_at, ended_at, reason_code, origin",
      kSentFrom);
}

FigureRow figure_of(const storage::Row& row) {
  const auto state = parse_state(row.text("state"));
  if (!state) fail_bug("a stored referral state is unknown");
  const auto answered = row.maybe_time("answered_at");
  return {row.id<TeamId>("from_team"),
          row.id<TeamId>("to_team"),
          row.text("need"),
          row.flag("urgent"),
          *state,
          row.time("sent_at"),
          row.time("due_at"),
          row.maybe_time("seen_at"),
          answered,
          row.maybe_time("first_contact_at"),
          row.maybe_time("completed_at"),
          row.maybe_time("ended_at"),
          row.maybe_text("reason_code"),
          was_declined(*state, answered.has_value()),
          row.maybe_text("origin").has_value()};
}

std::vector<FigureRow> figure_rows(storage::Reader& reader, UtcTime from, UtcTime until) {
  std::vector<FigureRow> out;
  for (const auto& row :
       reader.query(fmt::format("SELECT {} FROM referral WHERE asked = 1 AND sent_at >= $from AND sent_at < $until "
                                "ORDER BY sent_at, id",
                                figure_columns()),
                    {{"from", from}, {"until", until}}))
    out.push_back(figure_of(row));
  return out;
}

places::AnswerRecord answer_record(storage::Reader& reader, const TeamId& team, UtcTime since, UtcTime now) {
  places::AnswerRecord out;
  std::vector<std::int64_t> hours;
  for (const auto& raw : reader.query(
           fmt::format("SELECT {} FROM referral WHERE to_team = $team AND asked = 1 AND sent_at >= $since AND sent_at "
                       "<= $now ORDER BY sent_at DESC, id DESC LIMIT $most",
                       figure_columns()),
           {{"team", team}, {"since", since}, {"now", now}, {"most", kMostRecorded}})) {
    const auto row = figure_of(raw);
    if (!counts(row, now)) continue;
    ++out.asked;
    if (!row.answered_at) continue;
    if (*row.answered_at < row.answer_due_at) ++out.in_time;
    hours.push_back(hours_between(row.sent_at, *row.answered_at));
  }
  if (!hours.empty()) out.median_hours = median(std::move(hours));
  return out;
}

}  // namespace nrm::referral
