#include <fmt/format.h>

#include "nrm/oversight/anomalies.hpp"

namespace nrm::oversight {
namespace {

template <class IdType>
std::string text_of(const std::optional<IdType>& id) {
  return id ? id->text() : std::string{};
}

}  // namespace

void raise(log::Act& act, const Sighting& sighting) {
  if (!sighting.organisation) return;
  const auto fold =
      fmt::format("{}:{}:{}:{}", sighting.kind, text_of(sighting.member), text_of(sighting.case_id), sighting.mark);
  act.run(
      "INSERT INTO anomaly (id, fold, organisation, team, kind, member, case_id, first_at, last_at, times, state) "
      "VALUES ($id, $fold, $organisation, $team, $kind, $member, $case_id, $now, $now, 1, 'open') "
      "ON CONFLICT (fold) DO UPDATE SET times = anomaly.times + 1, last_at = excluded.last_at, state = 'open', "
      "verdict = NULL, reviewed_by = NULL, reviewed_at = NULL",
      {{"id", AnomalyId::v7(act.clock(), act.random())},
       {"fold", fold},
       {"organisation", *sighting.organisation},
       {"team", sighting.team},
       {"kind", sighting.kind},
       {"member", sighting.member},
       {"case_id", sighting.case_id},
       {"now", act.now()}});
  // The leaf says nothing of it: the case's own team reads its leaves, and would learn which case is a canary.
}

}  // namespace nrm::oversight
