// A team's custodians as they lie in the database, and who of them counts.
#pragma once

#include "nrm/access/custody.hpp"
#include "nrm/access/server_secrets.hpp"
#include "rows.hpp"

namespace nrm::access {

inline constexpr std::string_view kProposed = "proposed";
inline constexpr std::string_view kInForce = "in-force";

struct CustodianRow {
  MemberId member;
  std::uint8_t point = 0;  // which of the three shares is hers
  std::optional<UtcTime> accepted_at;
  Bytes binding;  // empty until she accepted
};
struct CustodianSet {
  TeamId team;
  std::int64_t version = 0;
  MemberId proposed_by;
  UtcTime proposed_at;
  std::optional<UtcTime> in_force_at;
  std::vector<CustodianRow> custodians;  // by point
};
std::optional<CustodianSet> find_custodian_set(storage::Reader& reader, const TeamId& team, std::string_view state);

// One to whom a share may be sealed.
struct AbleCustodian {
  MemberId member;
  std::uint8_t point = 0;
  Bytes public_keys;
};
// Active, still of the team, with the very key with which she accepted (the instance says so), which a holder of the
// team's keys once compared (a seal signed by the team says so).
std::vector<AbleCustodian> able_custodians(storage::Reader& reader, const crypto::SignPublic& instance,
                                           const CustodianSet& set);
// Whether the member may be a custodian of her team.
bool may_be_custodian(storage::Reader& reader, const crypto::SignPublic& instance, const MemberRow& member);
// The session's own part in the custody of her team; nothing where she has none.
std::optional<AbleCustodian> find_own_custody(storage::Reader& reader, const Session& session);

// A custodian whose own key was replaced in a session of hers goes on with the new one, where she has accepted.
void renew_bindings(log::Act& act, const ServerSecrets& secrets, const MemberRow& member);

crypto::Signature bind_custodian(const ServerSecrets& secrets, const CustodianSet& set, const CustodianRow& custodian,
                                 ByteView public_keys);

}  // namespace nrm::access
