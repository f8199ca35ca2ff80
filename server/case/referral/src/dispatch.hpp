// A parcel goes out: to whoever is asked now, or to whoever stands by.
#pragma once

#include "chain.hpp"

namespace nrm::referral {

struct Outgoing {
  const Desk& desk;
  std::string need;
  bool urgent = false;
  std::vector<std::string> fields;
  std::string question;
  MoveOn move_on = MoveOn::never;
  bool place_wanted = false;
  std::optional<ReferralId> origin = std::nullopt;
  std::int64_t position = 0;
  std::optional<ReferralId> previous = std::nullopt;
};
Result<Sent> ask_now(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Outgoing& out);
Result<StandIn> let_stand_by(log::Act& act, const access::Permit& permit, const Parcel& parcel, const Outgoing& out);

// The named fields that the basis covers and the case holds.
std::vector<std::string> covered_fields(log::Act& act, const consent::Basis& basis,
                                        const std::vector<std::string>& fields);
// Whoever has an open referral for this need is not asked twice: kAlreadyAsked.
Result<void> check_not_asked(log::Act& act, const CaseId& case_id, const std::string& need, const TeamId& receiver);
Result<access::Permit> decide_on_case(log::Act& act, const access::Session& session, const CaseId& id);

// Those of the input that may stand by, in its order. Each fault under its own pointer.
struct Alternates {
  std::vector<consent::Basis> bases;
};
Result<Alternates> check_alternatives(log::Act& act, const access::Permit& permit, const NewReferral& input);
Result<std::vector<StandIn>> let_all_stand_by(log::Act& act, const access::Permit& permit, const Alternates& alternates,
                                              const Outgoing& out);
std::vector<Candidate> candidates_for(log::Act& act, const access::Permit& permit, const CaseId& id,
                                      const TeamId& receiver, const std::string& need);

}  // namespace nrm::referral
