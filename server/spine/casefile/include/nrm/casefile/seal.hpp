// key_seal: the one table of keys wrapped to holders. Every seal is signed by the giving team and names its basis,
// receiver and key version. Byte by byte in docs/formats/seals.md.
#pragma once

#include "nrm/access/keyring.hpp"
#include "nrm/casefile/problems.hpp"

namespace nrm::casefile {

enum class HolderKind { team, parcel_receiver, person, organisation_log };

struct SealPlace {
  std::string subject_kind;  // "case", "case-log", "parcel" or "line" (a referral's question-and-answer line)
  std::string subject;       // the case's, parcel's or referral's id
  access::Compartment compartment;
  std::uint32_t key_version = 1;
};
// Wraps `key` to a team's newest key of the place's compartment and signs with the session's team's key of that kind.
// To the session's own team the wrap is symmetric, to another a box. Fails with casefile.no-receiver-key.
Result<SealId> give_seal(log::Act& act, const access::Permit& permit, const SealPlace& place, const Key32& key,
                         HolderKind kind, const TeamId& holder, const std::optional<BasisId>& basis);
// As give_seal, but asleep: open_seal refuses it until wake_seal, which needs no key and so works with nobody signed
// in.
Result<SealId> give_dormant_seal(log::Act& act, const access::Permit& permit, const SealPlace& place, const Key32& key,
                                 HolderKind kind, const TeamId& holder, const std::optional<BasisId>& basis);
void wake_seal(log::Act& act, const SealId& id);
// Opens with the session's team's key; checks the giver's signature. Missing, dormant and broken are kNotFound.
Result<Key32> open_seal(log::Act& act, const access::Permit& permit, const SealPlace& place);
// A case's log key as sealed to its organisation's log key, for that organisation's auditor. A wrong log key opens
// leaves to nothing, so the giver's signature is not needed here.
std::optional<Key32> open_log_seal(log::Act& act, const CaseId& case_id, const OrganisationId& organisation,
                                   const Key32& organisation_log_seed);
// Deletes every seal given under a basis, or the seals of one holder to a subject; reads are refused from this act on.
void delete_seals_of_basis(log::Act& act, const BasisId& basis);
void delete_seals_of_holder(log::Act& act, std::string_view subject_kind, std::string_view subject,
                            const TeamId& holder);

}  // namespace nrm::casefile
