#include "nrm/referral/figures.hpp"

#include <algorithm>
#include <chrono>

namespace nrm::referral {
namespace {

// A case that went to another team takes its referrals along; they count where they were sent.
constexpr std::string_view kColumns =
    "SELECT COALESCE((SELECT h.actor_team FROM referral_history h WHERE h.referral = referral.id AND h.what = "
    "'case-handed-over' ORDER BY h.position LIMIT 1), from_team) AS from_team, to_team, need, urgent, state, sent_at, "
    "due_at, seen_at, answered_at, first_contact_at, "
    "completed_at, ended_at, reason_code, origin FROM referral WHERE asked = 1 AND sent_at >= $from AND "
    "sent_at < $until ORDER BY sent_at, id";

// Declined stays declined where it went on to somebody else.
bool was_declined(State state, bool answered) {
  return state == State::declined || (state == State::redirected && answered);
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

std::vector<FigureRow> figure_rows(storage::Reader& reader, UtcTime from, UtcTime until) {
  std::vector<FigureRow> out;
  for (const auto& row : reader.query(kColumns, {{"from", from}, {"until", until}})) out.push_back(figure_of(row));
  return out;
}

std::map<TeamId, places::AnswerRecord> answer_records(storage::Reader& reader, UtcTime since, UtcTime now) {
  std::map<TeamId, places::AnswerRecord> out;
  std::map<TeamId, std::vector<std::int64_t>> hours;
  for (const auto& row : figure_rows(reader, since, now + std::chrono::microseconds{1})) {
    if (!counts(row, now)) continue;
    auto& record = out[row.to_team];
    ++record.asked;
    if (!row.answered_at) continue;
    if (*row.answered_at < row.answer_due_at) ++record.in_time;
    hours[row.to_team].push_back(hours_between(row.sent_at, *row.answered_at));
  }
  for (auto& [team, all] : hours) out[team].median_hours = median(std::move(all));
  return out;
}

}  // namespace nrm::referral
