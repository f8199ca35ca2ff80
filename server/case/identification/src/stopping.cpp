#include "stopping.hpp"

#include <algorithm>

#include "times.hpp"

namespace nrm::identification {
namespace {

bool contains(const std::vector<std::string>& reasons, std::string_view reason) {
  return std::ranges::find(reasons, reason) != reasons.end();
}

}  // namespace

Stopping::Stopping(storage::Reader& reader, const pathway::Pack& pack, const Stay& stay, UtcTime now)
    : pack_{pack}, stay_{stay}, now_{now}, running_{clocks::of_subject(reader, subject_of(stay))} {}

bool Stopping::stands_still(std::string_view reason) const {
  return std::ranges::any_of(running_, [&](const auto& clock) { return contains(clock.paused_by, reason); });
}

bool Stopping::stops_any(std::string_view reason) const {
  return std::ranges::any_of(running_, [&](const auto& clock) { return stops(clock, reason); });
}

bool Stopping::may_stop(std::string_view reason, std::string_view organisation_kind) const {
  return std::ranges::all_of(
      running_, [&](const auto& clock) { return !stops(clock, reason) || is_kept_by(clock, organisation_kind); });
}

bool Stopping::may_let_go_on(std::string_view reason, const TeamId& team, std::string_view organisation_kind) const {
  if (team == stay_.team) return true;
  return std::ranges::all_of(running_, [&](const auto& clock) {
    return !contains(clock.paused_by, reason) || is_kept_by(clock, organisation_kind);
  });
}

bool Stopping::stops(const clocks::Running& clock, std::string_view reason) const {
  const auto rule = pack_.pathway.find_rule(clock.rule);
  const bool has_run_out = clock.breached_at || (clock.due_at && now_ >= *clock.due_at);
  return rule && !has_run_out && contains(rule->pauses_on, reason);
}

bool Stopping::is_kept_by(const clocks::Running& clock, std::string_view organisation_kind) const {
  const auto* track = pack_.pathway.find_track(stay_.track);
  const auto rule = pack_.pathway.find_rule(clock.rule);
  return track != nullptr && rule && keeps_time(*track, stay_.state, *rule, organisation_kind);
}

}  // namespace nrm::identification
