#include "team_key_seal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "instance_key.hpp"

namespace nrm::access {
namespace {

// docs/formats/member_keys.md, as team_keys.cpp signs it.
bool is_given(const storage::Row& row, const MemberRow& member, const crypto::SignPublic& instance) {
  const auto kind = parse_compartment(row.text("kind"));
  const auto version = static_cast<std::uint32_t>(row.integer("version"));
  const auto& team_keys = row.blob("public_keys");
  if (!kind || !is_bound(instance, member.team, *kind, version, team_keys, row.blob("binding"))) return false;
  const auto keys = crypto::decode_public_keys(team_keys);
  if (!keys) return false;
  auto message = bytes_of(fmt::format("team-key:{}:{}:{}:{}:{}:", member.team.text(), name_of(*kind), version,
                                      member.id.text(), row.text("given_by")));
  message.insert(message.end(), team_keys.begin(), team_keys.end());
  message.insert(message.end(), member.public_keys.begin(), member.public_keys.end());
  return crypto::verify(keys->sign, "nrm team key seal", message, row.blob("signature"));
}

}  // namespace

bool is_known_to_team(storage::Reader& reader, const crypto::SignPublic& instance, const MemberRow& member) {
  const auto rows = reader.query(
      "SELECT s.kind, s.version, s.given_by, s.signature, k.public_keys, k.binding FROM team_key_seal s "
      "JOIN team_key k ON k.team = s.team AND k.kind = s.kind AND k.version = s.version "
      "WHERE s.team = $team AND s.member = $member AND k.retired_at IS NULL ORDER BY s.kind",
      {{"team", member.team}, {"member", member.id}});
  return std::any_of(rows.begin(), rows.end(),
                     [&](const storage::Row& row) { return is_given(row, member, instance); });
}

}  // namespace nrm::access
