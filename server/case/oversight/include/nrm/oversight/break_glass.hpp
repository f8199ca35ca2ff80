// Breaking the glass on one case, and looking at it afterwards.
#pragma once

#include "nrm/access/break_glass.hpp"
#include "nrm/access/session.hpp"
#include "nrm/kernel/paging.hpp"
#include "nrm/kernel/secret.hpp"
#include "nrm/oversight/oversight.hpp"

namespace nrm::oversight {

inline constexpr std::size_t kMinGlassReason = 30;  // code points: a sentence, not a word
inline constexpr std::size_t kMaxGlassReason = 500;
inline constexpr std::size_t kMinReviewNote = 3;
inline constexpr std::size_t kMaxReviewNote = 2000;
// The task of the team that a break-glass opens.
inline constexpr std::string_view kReviewTask = "review-break-glass";
// The notice to the second person; its object is the case.
inline constexpr std::string_view kGlassStarted = "glass.started";

struct GlassRequest {
  std::string category;
  std::string reason;
  std::set<access::Compartment> kinds;
  std::string code;     // of her authenticator, fresh
  std::string network;  // network_of() the caller's address
};
struct StartedGlass {
  access::BreakGlassId id;
  UtcTime ends_at;
  MemberId told;
};
// On a case of the session's own team. Another team's case is kNotFound: across bodies it is a call.
Result<StartedGlass> break_glass(const Desk& desk, const access::Session& session, const CaseId& id,
                                 const GlassRequest& request);

struct GlassReview {
  bool justified = false;
  std::string note;
};
// By another member of the team. Not justified: her right rests until the data protection officer gives it back.
Result<void> review_break_glass(const Desk& desk, const access::Session& session, const access::BreakGlassId& id,
                                const GlassReview& review);

struct GlassOnCase {
  access::BreakGlass glass;
  std::optional<Personal<std::string>> reason;
  std::optional<Personal<std::string>> review_note;
};
// For the case's team: whoever reviews reads the reason.
Result<std::vector<GlassOnCase>> break_glasses_on_case(const Desk& desk, const access::Session& session,
                                                       const CaseId& id);
// For the data protection officer of the body: no reason, no note, no fact of the case.
Result<Page<access::BreakGlass>> list_break_glasses(const Desk& desk, const access::Session& session,
                                                    const PageRequest& page);
Result<void> restore_right(const Desk& desk, const access::Session& session, const MemberId& member);

// Whether the team of the session keeps emergency keys.
Result<bool> emergency_setting(const Desk& desk, const access::Session& session);
Result<void> set_emergency_setting(const Desk& desk, const access::Session& session, bool enabled);

}  // namespace nrm::oversight
