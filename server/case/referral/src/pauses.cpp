// The receiver says why a clock of its own stands still: a reason that the pack's rule takes.
#include <algorithm>

#include "running.hpp"

namespace nrm::referral {
namespace {

Result<void> check_reason(const std::string& reason) {
  if (std::ranges::find(kReceiverPauses, reason) != std::end(kReceiverPauses)) return {};
  return fail(nrm::problems::kInvalid, {{"/reason", "not-in-list", {}}});
}

bool stands_still(log::Act& act, const ReferralId& id, const std::string& reason) {
  const auto running = clocks::of_subject(act.writer(), clock_subject(id));
  return std::ranges::any_of(
      running, [&](const auto& clock) { return std::ranges::find(clock.paused_by, reason) != clock.paused_by.end(); });
}

Standing standing_of(const ReferralRow& row) {
  return {row.state, row.version};
}

}  // namespace

Result<Standing> pause_clock(const Desk& desk, const access::Session& session, const ReferralId& id,
                             const std::string& reason) {
  if (auto fine = check_reason(reason); !fine) return tl::unexpected(fine.error());
  return with_referral<Standing>(desk, session, "referral.pause", id,
                                 [&](log::Act& act, const Held& held) -> Result<Standing> {
                                   if (stands_still(act, id, reason)) return fail(nrm::problems::kConflict);
                                   clocks::pause(act, clock_subject(id), reason, desk.pack);
                                   // Nothing runs that this reason stops.
                                   if (!stands_still(act, id, reason)) return fail(nrm::problems::kConflict);
                                   add_notice(act, held.row.from_team, "referral.clock-paused", id);
                                   return standing_of(held.row);
                                 });
}

Result<Standing> resume_clock(const Desk& desk, const access::Session& session, const ReferralId& id,
                              const std::string& reason) {
  if (auto fine = check_reason(reason); !fine) return tl::unexpected(fine.error());
  return with_referral<Standing>(desk, session, "referral.resume", id,
                                 [&](log::Act& act, const Held& held) -> Result<Standing> {
                                   if (!stands_still(act, id, reason)) return fail(nrm::problems::kConflict);
                                   clocks::resume(act, clock_subject(id), reason, desk.pack);
                                   add_notice(act, held.row.from_team, "referral.clock-resumed", id);
                                   return standing_of(held.row);
                                 });
}

}  // namespace nrm::referral
