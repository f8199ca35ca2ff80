// What watches over reading: break-glass and its review, anomalies, canary cases, the account of who saw what, and what
// a person is given when she asks for all of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::oversight {

namespace problems {
inline constexpr ProblemType kGlassUsedUp{"oversight.glass-used-up", 429};        // three in a day
inline constexpr ProblemType kGlassSuspended{"oversight.glass-suspended", 409};   // unreviewed, or not justified
inline constexpr ProblemType kNoEmergencyKey{"oversight.no-emergency-key", 409};  // nobody gave her that kind's key
inline constexpr ProblemType kNoSecondPerson{"oversight.no-second-person", 409};  // nobody could be told
inline constexpr ProblemType kAlreadyReviewed{"oversight.already-reviewed", 409};
inline constexpr ProblemType kAnotherReviews{"oversight.another-reviews", 409};  // she who broke it, or planted it
inline constexpr ProblemType kCaseInUse{"oversight.case-in-use", 409};           // no canary is made of a person's case
}  // namespace problems
std::vector<ProblemType> oversight_problems();

storage::Schema schema();

// All outlive the desk. Thread-safe.
struct Desk {
  const access::AccessContext& access;
  const pathway::Pack& pack;
  const i18n::Catalogue& catalogue;
  log::Journal& journal() const { return access.journal; }
};
// Anomalies are computed inside the acts that cause them. At start, before the first act; the pack outlives the
// journal.
void register_reactions(log::Journal& journal, const pathway::Pack& pack);
// A break-glass that nobody has reviewed in time.
std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal);

}  // namespace nrm::oversight
