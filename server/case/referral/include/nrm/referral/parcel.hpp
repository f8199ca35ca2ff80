// The sealed, immutable copy of fields that a referral carries. Built from a live basis and from nothing else: there is
// no other way to make one, and nothing but a Parcel can be sent.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/casefile/seal.hpp"
#include "nrm/consent/basis.hpp"

namespace nrm::referral {

namespace problems {
inline constexpr ProblemType kFieldNotCovered{"referral.field-not-covered", 409};  // ask her for these groups too
inline constexpr ProblemType kNothingToSend{"referral.nothing-to-send", 422};
}  // namespace problems

// asleep: the receiver opens nothing before it is woken, which needs no key.
enum class Sleep { awake, asleep };

class Parcel {
 public:
  // Copies the newest values of `fields` of the basis's case, seals them by compartment under fresh keys and gives the
  // keys to the receiver (the basis's) and to the sending team (the permit's), who keeps what was sent. Refuses a field
  // that the basis does not cover or that holds nothing. The parcel bears the id of the referral it belongs to.
  static Result<Parcel> build(log::Act& act, const access::Permit& permit, const consent::Basis& basis,
                              const std::vector<std::string>& fields, Sleep sleep = Sleep::awake);

  Parcel(Parcel&&) = default;
  Parcel& operator=(Parcel&&) = default;
  Parcel(const Parcel&) = delete;
  Parcel& operator=(const Parcel&) = delete;

  const ReferralId& id() const { return id_; }
  const CaseId& case_id() const { return case_id_; }
  const BasisId& basis() const { return basis_; }
  const TeamId& receiver() const { return receiver_; }
  UtcTime basis_until() const { return basis_until_; }
  Sleep sleep() const { return sleep_; }
  // Ciphertexts: a part a compartment, bound to this parcel and compartment.
  const std::map<access::Compartment, Bytes>& parts() const { return parts_; }

 private:
  Parcel(ReferralId id, const consent::Basis& basis, Sleep sleep);
  Result<void> add_part(log::Act& act, const access::Permit& permit, access::Compartment kind,
                        const casefile::Values& values);

  ReferralId id_;
  CaseId case_id_;
  BasisId basis_;
  TeamId receiver_;
  UtcTime basis_until_;
  Sleep sleep_;
  std::map<access::Compartment, Bytes> parts_;
};

}  // namespace nrm::referral
