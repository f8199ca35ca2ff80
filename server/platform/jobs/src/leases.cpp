#include "leases.hpp"

#include <algorithm>
#include <chrono>

namespace nrm::jobs {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

// An act takes well under a second; a server that died with a lease delays its jobs by this much at most.
constexpr microseconds kLease = 60s;
// Few enough to be done within the lease.
constexpr int kAtOnce = 16;
constexpr microseconds kFirstPause = 1s;
constexpr microseconds kLongestPause = 1h;

microseconds pause_after(std::int64_t attempts) {
  auto pause = kFirstPause;
  for (std::int64_t i = 1; i < attempts && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

storage::Rows find_due(storage::Reader& reader, UtcTime now) {
  return reader.query(
      "SELECT id, kind, subject, due, attempts FROM job WHERE next_try <= $now AND lease_until <= $now "
      "ORDER BY next_try, id LIMIT $count",
      {{"now", now}, {"count", kAtOnce}});
}

Leased leased_from(const storage::Row& row, UtcTime until) {
  return {{row.text("id"), row.text("kind"), row.text("subject"), row.time("due")}, row.integer("attempts") + 1, until};
}

std::vector<std::string> upkeep_tables() {
  return {"job"};
}

}  // namespace

std::vector<Leased> lease_due(storage::Database& database, UtcTime now) {
  // Looked at first without writing: the table is asked every second.
  if (database.reading([&](storage::Reader& reader) { return find_due(reader, now).empty(); })) return {};
  std::vector<Leased> out;
  storage::Upkeep{database, upkeep_tables()}.write([&](storage::Writer& writer) {
    out.clear();
    for (const auto& row : find_due(writer, now)) {
      out.push_back(leased_from(row, now + kLease));
      writer.run("UPDATE job SET lease_until = $until, attempts = $attempts WHERE id = $id",
                 {{"until", now + kLease}, {"attempts", out.back().attempts}, {"id", out.back().job.id}});
    }
    return !out.empty();
  });
  return out;
}

bool put_off_if_left(storage::Database& database, const Leased& leased, UtcTime now) {
  const auto& job = leased.job;
  const bool left = database.reading([&](storage::Reader& reader) {
    return reader
        .query_one("SELECT id FROM job WHERE id = $id AND due = $due AND attempts = $attempts",
                   {{"id", job.id}, {"due", job.due}, {"attempts", leased.attempts}})
        .has_value();
  });
  if (!left) return false;
  return storage::Upkeep{database, upkeep_tables()}.write([&](storage::Writer& writer) {
    return writer.run(
               "UPDATE job SET next_try = $next_try, lease_until = 0 "
               "WHERE id = $id AND due = $due AND attempts = $attempts",
               {{"next_try", now + pause_after(leased.attempts)},
                {"id", job.id},
                {"due", job.due},
                {"attempts", leased.attempts}}) == 1;
  });
}

std::optional<UtcTime> next_try(storage::Database& database) {
  return database.reading([&](storage::Reader& reader) {
    const auto row = reader.query_one("SELECT next_try FROM job ORDER BY next_try, id LIMIT 1");
    return row ? std::optional{row->time("next_try")} : std::nullopt;
  });
}

}  // namespace nrm::jobs
