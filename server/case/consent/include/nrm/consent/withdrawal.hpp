// Taking back: withdrawal, in one act, and the pause that is offered before it.
#pragma once

#include "nrm/consent/record.hpp"

namespace nrm::consent {

// What ended a basis before its day; noted in the case's log, sealed, and nowhere else.
enum class End { her_word, refusal, representative_suspected, of_age, erased };

struct Withdrawn {
  std::vector<BasisId> ended;
  std::vector<BasisId> stay;  // other grounds that her word does not end; she is told so
};
// Everything, or one receiver only, in every case that stands for her now (a merged one's bases count on, and so they
// end): every consent and every other ground that her word ends. The seals given under them
// go, clocks stop, the reaction "basis.withdrawn" hides parcels, the case is to get new keys; in one act. Everything is
// more than the bases where she was `announced` without one: then it is taken back though no basis ends.
Result<Withdrawn> withdraw_all(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                               const std::optional<TeamId>& receiver, bool announced = false);
// The receiver of this basis only. kAlreadyEnded where it has ended; kNotWithdrawable where her word does not end it.
Result<Withdrawn> withdraw(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                           const BasisId& basis);

// Every consent to the receiver of this basis sleeps, in every case that stands for her: reads are refused, nothing is
// called back.
Result<void> pause(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis);

// Her own word that it may go on: who spoke for her and what was said, sealed.
struct OwnWord {
  SpokenTo spoken_to = SpokenTo::person;
  std::string words;
  std::string guardian_name;
};
Result<void> resume(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                    const BasisId& basis, const OwnWord& word);

}  // namespace nrm::consent
