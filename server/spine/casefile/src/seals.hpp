// The inside of key_seal, shared by this module's behaviours.
#pragma once

#include "nrm/casefile/seal.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::casefile {

struct SealRow {
  SealPlace place;
  std::string holder_kind;
  Uuid holder{};
  std::uint32_t holder_key_version = 1;
  std::string form;  // "wrap" or "box"
  Bytes sealed;
  std::optional<BasisId> basis;
  TeamId given_by_team;
  std::uint32_t given_by_key_version = 1;
  UtcTime given_at;
};
std::string_view name_of(HolderKind kind);
SealRow row_of(const storage::Row& row, const SealPlace& place);
// The key inside, where the giver's signature fits and the session's team holds the version it is wrapped under.
Result<Key32> open_row(log::Act& act, const access::Permit& permit, const SealRow& row, ByteView signature);
// The same key for the same holder under its newest key; the row keeps its id, basis and sleep. False where another
// act was quicker.
bool wrap_anew(log::Act& act, const SealId& id, const SealRow& old, const Key32& key, const access::TeamKey& holder);
// The same key, place and basis for another team, asleep until it is woken.
Result<SealId> copy_seal(log::Act& act, const SealRow& old, const Key32& key, const access::TeamKey& giver,
                         const TeamId& to);
Bytes associated_data(const SealRow& row);
Bytes signed_message(const SealRow& row);
// The key under which a team wraps to itself.
Key32 wrap_key(const Key32& team_seed);
// Boxes a case's log key to the organisation's log key, so that its auditors read its leaves.
void give_log_seal(log::Act& act, const access::Permit& permit, const CaseId& case_id, const Key32& seed,
                   const OrganisationId& organisation, const crypto::BoxPublic& to,
                   const std::optional<BasisId>& basis = std::nullopt);

// A seal that opened for nobody when it should have been given on: left behind, and noted.
void note_unopened(log::Act& act, const SealId& id);

}  // namespace nrm::casefile
