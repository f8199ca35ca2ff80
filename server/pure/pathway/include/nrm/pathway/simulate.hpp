// A caseload as it was, replayed through a pathway as it is or as somebody would have it: which clocks would have run,
// what would have been missed, what would have come too early. Nothing is stored and nobody is told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "nrm/pathway/pack.hpp"

namespace nrm::pathway {

// One line of a caseload. What `moment` may say, and what `state` then holds, is in docs/formats/pack.md.
struct CaseMoment {
  std::string case_number;  // any text that is the same on each line of the case; several referrals of one case differ
  std::string moment;       // "referral.sent", "state", "pause", …
  UtcTime at;
  std::string state;  // "identification/notice-sent", "urgent", a reason, a clock; mostly empty
  int line = 0;
};
// Columns case, moment, at (RFC 3339, UTC) and, where wanted, state; lines in any order. `file` is only for the faults.
tl::expected<std::vector<CaseMoment>, PackFaults> read_caseload(std::string file, std::string_view text);

enum class Outcome { running, stands_still, in_time, breached, reached, too_early };
std::string_view name_of(Outcome outcome);  // "running", "stands-still", "in-time", "breached", "reached", "too-early"

struct SimulatedClock {
  std::string case_number;
  std::string rule;  // a clock's id, or a transition's: its earliest where kind is minimum, else its latest
  int nth = 1;       // the same rule may start several times in a case
  ClockKind kind = ClockKind::maximum;
  UtcTime start;
  std::optional<UtcTime> due;      // nothing where it stood still when it ended, or still does
  std::optional<UtcTime> warn_at;  // nothing where the rule does not warn
  std::optional<UtcTime> ended_at;
  Outcome outcome = Outcome::running;
  bool operator==(const SimulatedClock&) const = default;
};

// A step that the pathway does not know: it was taken, and is followed all the same.
struct UnknownStep {
  std::string case_number;
  UtcTime at;
  std::string from;  // "identification/detected"
  std::string to;
  bool operator==(const UnknownStep&) const = default;
};

struct Simulation {
  std::vector<SimulatedClock> clocks;  // by case as they first come, then by start and rule
  std::vector<UnknownStep> unknown_steps;
};
// As it stands at `until`; without it, at the caseload's last moment.
Simulation simulate(const Pack& pack, const std::vector<CaseMoment>& caseload, std::optional<UtcTime> until = {});

// A clock that one of the two has not, or whose due time or outcome differs.
struct SimulatedChange {
  std::optional<SimulatedClock> before;
  std::optional<SimulatedClock> after;
  const SimulatedClock& either() const { return after ? *after : *before; }
  // "clock-appears", "clock-vanishes", "breach-appears", "breach-vanishes", "too-early-appears", "too-early-vanishes",
  // "deadline-moves", "outcome-changes": the gravest that is so.
  std::string_view what() const;
};
std::vector<SimulatedChange> compare(const Simulation& before, const Simulation& after);

}  // namespace nrm::pathway
