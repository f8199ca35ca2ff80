// What a data protection officer should look at: found inside the acts that cause it, once, without a fact of a case.
#pragma once

#include <optional>
#include <string>

#include "nrm/access/session.hpp"
#include "nrm/kernel/paging.hpp"
#include "nrm/oversight/oversight.hpp"

namespace nrm::oversight {

struct AnomalyTag;
using AnomalyId = Id<AnomalyTag>;

// canary-opened, cap-reached, break-glass, break-glass-unreviewed, break-glass-not-justified, many-refusals,
// restricted-refused, out-of-hours, colleagues-cases, list-exported.
struct Anomaly {
  AnomalyId id;
  std::string kind;
  std::optional<MemberId> member;
  std::optional<TeamId> team;
  std::optional<CaseId> case_id;
  UtcTime first_at;
  UtcTime last_at;
  std::int64_t times = 1;
  std::string state;  // "open", "reviewed"
  std::optional<std::string> verdict;
  std::optional<MemberId> reviewed_by;
  std::optional<UtcTime> reviewed_at;
};

// A working day's hours, with the early and the late shift; what lies outside is not wrong, it is looked at.
inline constexpr int kDayBegins = 7;
inline constexpr int kDayEnds = 20;
// Cases that colleagues keep, opened by one member within a day: a stand-in's day has fewer.
inline constexpr int kColleaguesCases = 10;
// Refusals of restricted cases in a day: a mistake happens once, perhaps twice.
inline constexpr int kRestrictedRefusals = 3;

struct Sighting {
  std::string kind;
  std::optional<OrganisationId> organisation;
  std::optional<TeamId> team;
  std::optional<MemberId> member;
  std::optional<CaseId> case_id;
  // Sightings with the same mark are one anomaly that happened several times: a day's date, an id.
  std::string mark;
};
// Inside an act. Nothing where nobody's body is known. What was reviewed opens again.
void raise(log::Act& act, const Sighting& sighting);

// For the data protection officer, of her organisation, newest first.
Result<Page<Anomaly>> list_anomalies(const Desk& desk, const access::Session& session, bool only_open,
                                     const PageRequest& page);
// Verdicts: "explained", "followed-up", "breach". The note stays sealed in the log, for the auditor.
const std::vector<std::string>& anomaly_verdicts();
Result<void> review_anomaly(const Desk& desk, const access::Session& session, const AnomalyId& id,
                            const std::string& verdict, const std::string& note);

}  // namespace nrm::oversight
