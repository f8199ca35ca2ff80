#include "nrm/access/step_up.hpp"

#include "nrm/access/problems.hpp"
#include "second_factor.hpp"
#include "throttle.hpp"

namespace nrm::access {

StepUp::StepUp(const AccessContext& context, MemberId member, std::string account, std::string network,
               std::string code)
    : context_{&context},
      member_{member},
      account_{std::move(account)},
      network_{std::move(network)},
      code_{std::move(code)} {}

Result<StepUp> StepUp::begin(const AccessContext& context, const Session& session, std::string_view network,
                             std::string code) {
  if (auto counted = count_attempt(context, attempt_at(context.secrets, session.account, network)); !counted)
    return tl::unexpected(counted.error());
  return StepUp{context, session.member, session.account, std::string{network}, std::move(code)};
}

Result<void> StepUp::prove(log::Act& act) const {
  if (!use_totp(act, context_->secrets, member_, code_)) return fail(problems::kWrongCode);
  forget_attempts(act, attempt_at(context_->secrets, account_, network_));
  return {};
}

}  // namespace nrm::access
