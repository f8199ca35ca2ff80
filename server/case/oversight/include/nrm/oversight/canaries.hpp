// A canary case is nobody's: planted among the others by a case manager together with the data protection officer.
// Whoever views, finds or opens it was looking for what was not hers to look for.
#pragma once

#include "nrm/oversight/anomalies.hpp"

namespace nrm::oversight {

struct Canary {
  CaseId case_id;
  TeamId team;
  MemberId planted_by;
  UtcTime planted_at;
  std::optional<UtcTime> confirmed_at;  // from then on it alarms
};
// An own case, invented for this: it leaves the statistics. The data protection officer confirms.
Result<void> plant_canary(const Desk& desk, const access::Session& session, const CaseId& id);
Result<void> confirm_canary(const Desk& desk, const access::Session& session, const CaseId& id);
// For the data protection officer all of her organisation's, for a case manager those that she planted.
Result<std::vector<Canary>> list_canaries(const Desk& desk, const access::Session& session);

}  // namespace nrm::oversight
