#include "store.hpp"

namespace nrm::clocks {
namespace {

// Enough to be quick over a hundred thousand clocks, few enough to be held at once.
constexpr int kAtOnce = 500;
constexpr std::chrono::sys_days kFirstDay{std::chrono::year{2010} / 1 / 1};

// FNV-1a over every day that can count: whether it is worked and when it ends (a country may change its time of day).
std::int64_t fingerprint(const Calendar& calendar) {
  std::uint64_t sum = 14695981039346656037ULL;
  const auto add = [&](std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte, value >>= 8U) sum = (sum ^ (value & 0xFFU)) * 1099511628211ULL;
  };
  for (auto day = kFirstDay; day <= std::chrono::sys_days{calendar.known_until()}; day += std::chrono::days{1}) {
    add(calendar.is_working(Date{day}) ? 1 : 0);
    add(static_cast<std::uint64_t>(calendar.end_of(Date{day}).unix_us()));
  }
  return static_cast<std::int64_t>(sum);
}

std::optional<std::int64_t> last_followed(storage::Reader& reader) {
  const auto row = reader.query_one("SELECT days FROM clock_calendar WHERE name = 'followed'");
  return row ? std::optional{row->integer("days")} : std::nullopt;
}

log::Header header_of(std::string rule, std::string object) {
  return {{log::Actor::Kind::clock, {}, {}, {}, std::move(rule)},
          "clock.follow-calendar",
          {},
          {{}, {}, std::move(object)},
          {},
          {}};
}

bool has_moved(const ClockRow& row, const std::optional<pathway::ClockTimes>& times) {
  if (row.running.breached_at) return false;
  return row.running.due_at != (times ? std::optional{times->due} : std::nullopt) ||
         row.running.warn_at != (times ? std::optional{times->warn_at} : std::nullopt);
}

// Looked at anew in its act: another server may have moved it, or somebody answered.
bool follow(log::Journal& journal, const pathway::Pack& pack, const Running& clock) {
  const auto moved = journal.act<bool>(header_of(clock.rule, object_of(clock)), [&](log::Act& act) -> Result<bool> {
    auto row = find_row(act.writer(), clock.rule, clock.subject);
    if (!row || row->running.breached_at) return false;
    if (!set_times(act, *row, times_of(act.writer(), *row, *pack.calendar))) return false;
    act.react(kMoved, object_of(clock));
    return true;
  });
  return moved && *moved;
}

void remember(log::Journal& journal, std::int64_t days) {
  (void)journal.act<void>(header_of("calendar", {}), [&](log::Act& act) -> Result<void> {
    act.run(
        "INSERT INTO clock_calendar (name, days) VALUES ('followed', $days) "
        "ON CONFLICT (name) DO UPDATE SET days = $days",
        {{"days", days}});
    return {};
  });
}

}  // namespace

std::int64_t follow_calendar(log::Journal& journal, const pathway::Pack& pack) {
  const auto days = fingerprint(*pack.calendar);
  auto& database = journal.database();
  if (database.reading([](storage::Reader& reader) { return last_followed(reader); }) == days) return 0;
  std::int64_t moved = 0;
  std::optional<ClockRow> last;
  for (bool more = true; more;) {
    std::vector<Running> candidates;
    database.read([&](storage::Reader& reader) {
      const auto rows = rows_after(reader, last, kAtOnce);
      more = rows.size() == kAtOnce;
      for (const auto& row : rows)
        if (has_moved(row, times_of(reader, row, *pack.calendar))) candidates.push_back(row.running);
      if (!rows.empty()) last = rows.back();
    });
    for (const auto& clock : candidates) moved += follow(journal, pack, clock) ? 1 : 0;
  }
  if (last) remember(journal, days);
  return moved;
}

}  // namespace nrm::clocks
