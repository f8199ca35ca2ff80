#include "nrm/identification/of_case.hpp"

#include "times.hpp"

namespace nrm::identification {
namespace {

const pathway::Labels* labels_of(const pathway::Pack& pack, std::string_view rule) {
  if (const auto* clock = pack.pathway.find_clock(rule)) return &clock->labels;
  const auto found = find_step(pack, rule);
  return found ? &found->step->labels : nullptr;
}

bool has_passed(const pathway::Pack& pack, const clocks::Running& clock, UtcTime now) {
  return is_over(pack, clock, now) || (clock.kind == pathway::ClockKind::minimum && clock.breached_at);
}

}  // namespace

std::vector<RunningTime> running_times_of(storage::Reader& reader, const pathway::Pack& pack, const CaseId& id,
                                          UtcTime now) {
  std::vector<RunningTime> out;
  for (const auto& stay : stays_of(reader, id)) {
    if (stay.silent_since) continue;
    for (auto& clock : clocks::of_subject(reader, subject_of(stay))) {
      if (has_passed(pack, clock, now)) continue;
      const auto state = clocks::state_of(clock, now);
      const auto* labels = labels_of(pack, clock.rule);
      out.push_back({std::move(clock), state, labels, false});
    }
  }
  return out;
}

}  // namespace nrm::identification
