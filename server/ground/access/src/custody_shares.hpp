// Splitting keys and opening one's own share of them. docs/formats/custody.md
#pragma once

#include "custodians.hpp"
#include "nrm/crypto/shares.hpp"

namespace nrm::access {

inline constexpr std::string_view kMemberKey = "member-key";
inline constexpr std::uint32_t kMemberKeyVersion = 1;

// A key that can be split: a member's, or a team's of one kind and version.
struct SplitKey {
  std::string owner;  // member or team id
  std::string kind;   // kMemberKey or the compartment's name
  std::uint32_t version = kMemberKeyVersion;
};

// Replaces every share there was; what custodians had approved with those no longer counts.
void split_anew(log::Act& act, const CustodianSet& set, const std::vector<AbleCustodian>& custodians,
                const SplitKey& key, const Key32& seed);

struct HeldShare {
  std::uint32_t key_version = 0;
  crypto::KeyShare share;
};
// The session's own shares of a key, each borne out by the key's own signature; `public_key_of` gives the public half
// of a version, or nothing. A share that is not borne out is left out.
using PublicKeyOf = std::function<std::optional<crypto::PublicKeys>(std::uint32_t version)>;
std::vector<HeldShare> open_shares(log::Act& act, const Session& session, const std::string& owner,
                                   std::string_view kind, const PublicKeyOf& public_key_of);

// How many of these custodians hold a share of the key of one and the same split.
std::size_t count_holders(storage::Reader& reader, const std::vector<AbleCustodian>& custodians,
                          const std::string& owner, std::string_view kind);

}  // namespace nrm::access
