// The duty roster of a team: a week that recurs and what differs from it. Times are those on the wall of the pack's
// zone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/kernel/wall_clock.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::duty {

storage::Schema schema();

inline constexpr std::size_t kMaxPhone = 32;
inline constexpr std::size_t kMaxShifts = 100;
inline constexpr std::size_t kMaxExceptions = 200;  // that are not over
inline constexpr int kDayMinutes = 1440;
inline constexpr std::chrono::hours kLookAhead{24 * 7};

struct Shift {
  int weekday = 1;  // 1 is Monday
  int from = 0;     // minutes of the day
  int until = 0;    // no later than `from`: of the next day; 1440: midnight
  std::string phone;
  std::optional<MemberId> member = std::nullopt;
};

struct ExceptionTag;
using ExceptionId = Id<ExceptionTag>;
struct Exception {
  ExceptionId id;
  UtcTime from;
  UtcTime until;
  std::string phone;  // empty: nobody
  std::optional<MemberId> member = std::nullopt;
};

struct Roster {
  bool exists = false;       // somebody has made one
  std::int64_t version = 1;  // of none: 1
  std::vector<Shift> week;
  std::vector<Exception> exceptions;  // that are not over, the earliest first
};

// One stretch of duty.
struct Stretch {
  UtcTime from;
  UtcTime until;
  std::string phone;  // empty: nobody
  std::optional<MemberId> member = std::nullopt;
  bool operator==(const Stretch&) const = default;
};

// --- pure ---
// Digits, spaces and + - ( ) with at least three digits.
bool is_phone(std::string_view text);
// Whoever is on duty between the two, the earliest first. Stretches may reach beyond either end, and overlap.
std::vector<Stretch> stretches(const Roster& roster, const WallClock& wall, UtcTime from, UtcTime until);
std::vector<Stretch> on_duty_at(const Roster& roster, const WallClock& wall, UtcTime at);
// The next moment, within seven days, at which somebody comes or goes.
std::optional<UtcTime> next_change(const Roster& roster, const WallClock& wall, UtcTime at);
// Where nobody is on duty.
std::vector<Stretch> gaps(const Roster& roster, const WallClock& wall, UtcTime from, UtcTime until);

// --- of a team ---
Roster roster_of(storage::Reader& reader, const TeamId& team, UtcTime now);
// The numbers to call now; empty where the team has no roster or nobody is on duty.
std::vector<Stretch> on_duty(storage::Reader& reader, const pathway::Pack& pack, const TeamId& team, UtcTime now);

// Acts of a case manager of the team. Members named are active ones of hers: anybody else is a fault of the field.
// kStale where the roster has another version.
Result<std::int64_t> set_week(log::Journal& journal, const access::Session& session, const TeamId& team,
                              const std::vector<Shift>& week, std::int64_t expected_version);
struct NewException {
  UtcTime from;
  UtcTime until;
  std::string phone;
  std::optional<MemberId> member;
};
Result<ExceptionId> add_exception(log::Journal& journal, const access::Session& session, const TeamId& team,
                                  const NewException& exception);
Result<void> remove_exception(log::Journal& journal, const access::Session& session, const TeamId& team,
                              const ExceptionId& id);

// At start, before the first act: what follows where a team ends.
void register_reactions(log::Journal& journal);

}  // namespace nrm::duty
