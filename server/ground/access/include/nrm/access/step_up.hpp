// A fresh code of the member's authenticator inside a request: for what must not be done by whoever finds an open
// screen. Tries count like those of a sign-in.
#pragma once

#include "nrm/access/context.hpp"
#include "nrm/access/session.hpp"

namespace nrm::access {

class StepUp {
 public:
  // Before the act: counts the try. kThrottled where she must wait. The context outlives it.
  static Result<StepUp> begin(const AccessContext& context, const Session& session, std::string_view network,
                              std::string code);
  // Inside the act: kWrongCode; a code is good once.
  Result<void> prove(log::Act& act) const;

 private:
  StepUp(const AccessContext& context, MemberId member, std::string account, std::string network, std::string code);
  const AccessContext* context_;
  MemberId member_;
  std::string account_;
  std::string network_;
  std::string code_;
};

}  // namespace nrm::access
