#include "receiver.hpp"

#include "nrm/directory/directory.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::referral {

Result<void> check_receiver(log::Act& act, const Desk& desk, const access::Session& session, const TeamId& receiver,
                            const std::string& need) {
  if (!desk.pack.has_code("service", need)) return fail(nrm::problems::kInvalid, {{"/need", "not-in-list", {}}});
  if (receiver == session.team) return fail(nrm::problems::kInvalid, {{"/receiver_team_id", "contradicts", {}}});
  const auto team = directory::find_team(act.writer(), receiver);
  if (!team || team->closed_at) return fail(nrm::problems::kInvalid, {{"/receiver_team_id", "not-in-list", {}}});
  if (!team->services.contains(need)) return fail(problems::kReceiverCannotHelp);
  return {};
}

}  // namespace nrm::referral
