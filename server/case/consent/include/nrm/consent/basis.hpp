// Consent and other bases: purpose × receiver × field groups × ground × time. A Basis in hand is live in this
// transaction.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::consent {

// Only find_live() and live_bases() make one, inside an act: a parcel cannot be built from anything else.
class Basis {
 public:
  const BasisId& id() const { return id_; }
  const CaseId& case_id() const { return case_id_; }
  const TeamId& receiver() const { return receiver_; }
  const std::string& purpose() const { return purpose_; }
  const std::set<std::string>& field_groups() const { return field_groups_; }
  UtcTime until() const { return until_; }

 private:
  friend Result<std::vector<Basis>> live_bases(log::Act&, const access::Permit&, const CaseId&, const TeamId&);
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
inline constexpr ProblemType kNotPending{"consent.not-pending", 409};         // confirmed, declined or over already
inline constexpr ProblemType kSecondPerson{"consent.second-person", 409};     // whoever recorded it cannot confirm it
inline constexpr ProblemType kNotWithdrawable{"consent.not-withdrawable", 409};  // that ground does not end by her word
inline constexpr ProblemType kNotPaused{"consent.not-paused", 409};              // or paused already
inline constexpr ProblemType kReviewed{"consent.reviewed", 409};                 // reviewed before; the word stands
}  // namespace problems
std::vector<ProblemType> consent_problems();

// Every basis for this receiver that is live now: of consents the newest word of each purpose, and every other ground
// that a second person has confirmed. What a guardian gave is not live once she speaks for herself.
Result<std::vector<Basis>> live_bases(log::Act& act, const access::Permit& permit, const CaseId& id,
                                      const TeamId& receiver);
// Of these the one for this purpose, consent before other grounds; kNoBasis where there is none.
Result<Basis> find_live(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                        std::string_view purpose);

// How a receiver stands to what was passed on under a basis. Decided at each reading, so an end counts from its moment
// on, with no job and no key.
enum class Access { open, paused, ended };
std::string_view name_of(Access access);
Access access_under(storage::Reader& reader, const BasisId& basis, UtcTime now);
// Until when, renewals counted: while she agrees anew to the same or more, what was passed on stays readable.
std::optional<UtcTime> effective_until(storage::Reader& reader, const BasisId& basis);

}  // namespace nrm::consent
