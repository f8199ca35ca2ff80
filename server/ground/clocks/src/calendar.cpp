#include "store.hpp"

namespace nrm::clocks {
namespace {

// Enough to be quick over a hundred thousand clocks, few enough to be held at once.
constexpr int kAtOnce = 500;
// Days of the past do not change; these are for clocks that have run for long.
constexpr std::chrono::years kBehind{5};

// FNV-1a.
class Sum {
 public:
  void add(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte, value >>= 8U) add_byte(value & 0xFFU);
  }
  void add(std::string_view text) {
    for (const char letter : text) add_byte(static_cast<unsigned char>(letter));
  }
  std::int64_t take() const { return static_cast<std::int64_t>(sum_); }

 private:
  void add_byte(std::uint64_t byte) { sum_ = (sum_ ^ byte) * 1099511628211ULL; }
  std::uint64_t sum_ = 14695981039346656037ULL;
};

log::Header header_of(std::string rule, std::string object) {
  return {{log::Actor::Kind::clock, {}, {}, {}, std::move(rule)},
          "clock.follow-calendar",
          {},
          {{}, {}, std::move(object)},
          {},
          {}};
}

bool has_moved(storage::Reader& reader, const ClockRow& row, const Calendar& calendar) {
  if (row.running.breached_at) return false;
  const auto times = times_of(reader, row, calendar);
  return row.running.due_at != (times ? std::optional{times->due} : std::nullopt) ||
         row.running.warn_at != (times ? std::optional{times->warn_at} : std::nullopt);
}

// Looked at anew in its act: another server may have moved it, or somebody answered.
bool follow(log::Journal& journal, const Calendar& calendar, const Running& clock) {
  const auto moved = journal.act<bool>(header_of(clock.rule, object_of(clock)), [&](log::Act& act) -> Result<bool> {
    auto row = find_row(act.writer(), clock.rule, clock.subject);
    if (!row || row->running.breached_at || !recount(act, *row, calendar)) return false;
    act.react(kMoved, object_of(clock));
    return true;
  });
  return moved && *moved;
}

// As good as counted by these days: their times are the same, or nothing changes them any more. Where somebody has
// counted one otherwise meanwhile, the next start finds it.
void note_unmoved(log::Journal& journal, const Calendar& calendar, const std::vector<Running>& unmoved) {
  if (unmoved.empty()) return;
  const auto days = fingerprint(calendar);
  (void)journal.act<void>(header_of("calendar", {}), [&](log::Act& act) -> Result<void> {
    for (const auto& clock : unmoved) {
      const auto row = find_row(act.writer(), clock.rule, clock.subject);
      if (row && !has_moved(act.writer(), *row, calendar)) note_counted_by(act, clock, days);
    }
    return {};
  });
}

struct Found {
  std::vector<Running> moved, unmoved;
  std::optional<ClockRow> last;  // nothing: there are no more
};
Found look(storage::Database& database, const Calendar& calendar, std::int64_t days,
           const std::optional<ClockRow>& after) {
  Found out;
  database.read([&](storage::Reader& reader) {
    const auto rows = rows_not_counted_by(reader, days, after, kAtOnce);
    for (const auto& row : rows) (has_moved(reader, row, calendar) ? out.moved : out.unmoved).push_back(row.running);
    if (rows.size() == kAtOnce) out.last = rows.back();
  });
  return out;
}

}  // namespace

// A month's end stands for the time of day in it.
std::int64_t fingerprint(const Calendar& calendar) {
  Sum sum;
  sum.add(calendar.time_zone());
  const auto last = calendar.known_until();
  const auto first = std::chrono::year_month_day{last.year() - kBehind, std::chrono::January, std::chrono::day{1}};
  for (auto day = std::chrono::sys_days{first}; day <= std::chrono::sys_days{last}; day += std::chrono::days{1}) {
    const Date date{day};
    sum.add(calendar.is_working(date) ? 1 : 0);
    if (date.day() == std::chrono::day{1}) sum.add(static_cast<std::uint64_t>(calendar.end_of(date).unix_us()));
  }
  return sum.take();
}

std::int64_t follow_calendar(log::Journal& journal, const pathway::Pack& pack) {
  const auto& calendar = *pack.calendar;
  const auto days = fingerprint(calendar);
  auto& database = journal.database();
  if (database.reading([&](storage::Reader& reader) { return all_are_counted_by(reader, days); })) return 0;
  std::int64_t moved = 0;
  std::optional<ClockRow> after;
  do {
    auto found = look(database, calendar, days, after);
    for (const auto& clock : found.moved) moved += follow(journal, calendar, clock) ? 1 : 0;
    note_unmoved(journal, calendar, found.unmoved);
    after = std::move(found.last);
  } while (after);
  return moved;
}

}  // namespace nrm::clocks
