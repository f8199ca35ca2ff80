// Durable clocks of bases, and what other modules' moments mean for them.
#pragma once

#include <map>
#include <string>

#include "nrm/jobs/jobs.hpp"
#include "nrm/log/act.hpp"

namespace nrm::consent {

// The moments of a basis; the object is its id. Reactions of higher modules hide what was passed on, or show it again.
inline constexpr std::string_view kWithdrawn = "basis.withdrawn";
inline constexpr std::string_view kExpired = "basis.expired";
inline constexpr std::string_view kPaused = "basis.paused";
inline constexpr std::string_view kResumed = "basis.resumed";

// The end of a basis and the reminder before it: each one act by clock(rule), once, over any restart. References
// outlive the handlers.
std::map<std::string, jobs::Handler> job_handlers(log::Journal& journal);
// Erasure. At start, before the first act.
void register_reactions(log::Journal& journal);

}  // namespace nrm::consent
