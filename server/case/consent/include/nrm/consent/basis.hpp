// Consent and other bases: purpose × receiver × field groups × time. A Basis in hand is live in this transaction.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::consent {

// Only find_live() makes one, inside an act: a parcel cannot be built from anything else.
class Basis {
 public:
  const BasisId& id() const { return id_; }
  const CaseId& case_id() const { return case_id_; }
  const TeamId& receiver() const { return receiver_; }
  const std::string& purpose() const { return purpose_; }
  const std::set<std::string>& field_groups() const { return field_groups_; }
  UtcTime until() const { return until_; }

 private:
  friend Result<Basis> find_live(log::Act&, const access::Permit&, const CaseId&, const TeamId&, std::string_view);
  Basis(BasisId id, CaseId case_id, TeamId receiver, std::string purpose, std::set<std::string> groups, UtcTime until)
      : id_{id},
        case_id_{case_id},
        receiver_{receiver},
        purpose_{std::move(purpose)},
        field_groups_{std::move(groups)},
        until_{until} {}
  BasisId id_;
  CaseId case_id_;
  TeamId receiver_;
  std::string purpose_;
  std::set<std::string> field_groups_;
  UtcTime until_;
};

namespace problems {
inline constexpr ProblemType kNoBasis{"consent.no-basis", 409};               // ask her; or record another ground
inline constexpr ProblemType kAgeClassFirst{"consent.age-class-first", 409};  // adult, child or may be a child: decide
inline constexpr ProblemType kAlreadyEnded{"consent.already-ended", 409};     // withdrawn before, or a refusal
}  // namespace problems
std::vector<ProblemType> consent_problems();

// The newest live, not withdrawn basis for this receiver and purpose; kNoBasis otherwise.
Result<Basis> find_live(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                        std::string_view purpose);

}  // namespace nrm::consent
