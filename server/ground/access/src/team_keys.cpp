#include "team_keys.hpp"

#include <fmt/format.h>

#include "emergency_seals.hpp"
#include "instance_key.hpp"
#include "nrm/access/rotation.hpp"
#include "team_key_seals.hpp"

namespace nrm::access {
namespace {

std::optional<storage::Row> newest_key(storage::Reader& reader, const TeamId& team, Compartment kind) {
  return reader.query_one(
      "SELECT version, public_keys, binding FROM team_key WHERE team = $team AND kind = $kind AND retired_at IS NULL "
      "ORDER BY version DESC LIMIT 1",
      {{"team", team}, {"kind", name_of(kind)}});
}

bool insert_key(log::Act& act, const ServerSecrets& secrets, const TeamId& team, Compartment kind, const TeamKey& key) {
  const auto binding = bind_team_key(secrets, team, kind, key.version, key.keys);
  return act.run(
             "INSERT INTO team_key (team, kind, version, public_keys, binding, created_at) "
             "VALUES ($team, $kind, $version, $keys, $binding, $now) ON CONFLICT (team, kind, version) DO NOTHING",
             {{"team", team},
              {"kind", name_of(kind)},
              {"version", key.version},
              {"keys", crypto::encode(key.keys)},
              {"binding", ByteView{binding}},
              {"now", act.now()}}) == 1;
}

std::optional<TeamKey> make_version(log::Act& act, const ServerSecrets& secrets, const MemberRow& member,
                                    const Key32& member_seed, Compartment kind, std::uint32_t version) {
  const auto seed = crypto::random_key(act.random());
  TeamKey key{version, seed, crypto::public_keys(seed)};
  if (!insert_key(act, secrets, member.team, kind, key)) return std::nullopt;
  seal_to_self(act, secrets, key, kind, member, member_seed);
  act.note(fmt::format("team-key.{}", name_of(kind)), crypto::fingerprint(key.keys));
  return key;
}

// Retired for new seals, never forgotten: what it signed must still be proven.
void retire_before(log::Act& act, const TeamId& team, Compartment kind, std::uint32_t version) {
  act.run(
      "UPDATE team_key SET retired_at = $now WHERE team = $team AND kind = $kind AND version < $version AND "
      "retired_at IS NULL",
      {{"now", act.now()}, {"team", team}, {"kind", name_of(kind)}, {"version", version}});
}

std::uint32_t highest_version(storage::Reader& reader, const TeamId& team, Compartment kind) {
  const auto row =
      reader.query_one("SELECT COALESCE(MAX(version), 0) AS highest FROM team_key WHERE team = $team AND kind = $kind",
                       {{"team", team}, {"kind", name_of(kind)}});
  return static_cast<std::uint32_t>(row->integer("highest"));
}

std::optional<TeamPublicKey> borne_out(storage::Reader& reader, const std::optional<storage::Row>& row,
                                       const TeamId& team, Compartment kind) {
  const auto instance = instance_key(reader);
  if (!row || !instance) return std::nullopt;
  const auto version = static_cast<std::uint32_t>(row->integer("version"));
  if (!is_bound(*instance, team, kind, version, row->blob("public_keys"), row->blob("binding"))) return std::nullopt;
  const auto keys = crypto::decode_public_keys(row->blob("public_keys"));
  if (!keys) return std::nullopt;
  return TeamPublicKey{version, *keys};
}

}  // namespace

void create_missing_team_keys(log::Act& act, const ServerSecrets& secrets, const MemberRow& member,
                              const Key32& member_seed) {
  for (const auto kind : compartments_of(member.roles)) {
    if (newest_key(act.writer(), member.team, kind)) continue;
    make_version(act, secrets, member, member_seed, kind, highest_version(act.writer(), member.team, kind) + 1);
  }
}

std::optional<std::uint32_t> newest_version(storage::Reader& reader, const TeamId& team, Compartment kind) {
  const auto row = newest_key(reader, team, kind);
  return row ? std::optional{static_cast<std::uint32_t>(row->integer("version"))} : std::nullopt;
}

TeamKey make_next_version(log::Act& act, const ServerSecrets& secrets, const MemberRow& member,
                          const Key32& member_seed, Compartment kind) {
  const auto next = highest_version(act.writer(), member.team, kind) + 1;
  auto key = make_version(act, secrets, member, member_seed, kind, next);
  if (!key) fail_bug("a version of a team's key was made twice in one act");
  retire_before(act, member.team, kind, next);
  return *std::move(key);
}

void give_team_key(log::Act& act, const ServerSecrets& secrets, const TeamKey& key, Compartment kind,
                   const MemberRow& to, const MemberId& from) {
  box_to_colleague(act, secrets, key, kind, to, from);
}

std::vector<std::uint32_t> versions_held(storage::Reader& reader, const MemberRow& member, Compartment kind) {
  std::vector<std::uint32_t> out;
  for (const auto& row :
       reader.query("SELECT version FROM team_key_seal WHERE team = $team AND kind = $kind AND member = $member "
                    "ORDER BY version DESC",
                    {{"team", member.team}, {"kind", name_of(kind)}, {"member", member.id}}))
    out.push_back(static_cast<std::uint32_t>(row.integer("version")));
  return out;
}

void take_team_keys(log::Act& act, const MemberRow& member, const TeamId& former_team,
                    const std::set<Compartment>& kept) {
  take_emergency_keys(act, member.id);
  const auto entitled = member.state == "active" ? compartments_of(member.roles) : std::set<Compartment>{};
  for (const auto kind : kCompartments) {
    const auto here = entitled.contains(kind) ? std::optional{member.team} : std::nullopt;
    const auto there = kept.contains(kind) ? std::optional{former_team} : std::nullopt;
    act.run(
        "DELETE FROM team_key_seal WHERE member = $member AND kind = $kind "
        "AND (CAST($here AS TEXT) IS NULL OR team <> $here) AND (CAST($there AS TEXT) IS NULL OR team <> $there)",
        {{"member", member.id}, {"kind", name_of(kind)}, {"here", here}, {"there", there}});
  }
}

std::set<Compartment> missing_kinds(storage::Reader& reader, const MemberRow& member) {
  std::set<Compartment> missing;
  const auto rows = reader.query(
      "SELECT k.kind FROM team_key k WHERE k.team = $team AND k.retired_at IS NULL AND NOT EXISTS "
      "(SELECT 1 FROM team_key_seal s WHERE s.team = k.team AND s.kind = k.kind AND s.version = k.version "
      "AND s.member = $member)",
      {{"team", member.team}, {"member", member.id}});
  const auto entitled = compartments_of(member.roles);
  for (const auto& row : rows) {
    const auto kind = parse_compartment(row.text("kind"));
    if (kind && entitled.contains(*kind)) missing.insert(*kind);
  }
  return missing;
}

Result<TeamKey> open_team_key(log::Act& act, const Permit& permit, Compartment kind,
                              std::optional<std::uint32_t> version) {
  const auto& session = permit.session();
  if (!compartments_of(session.roles).contains(kind)) return open_in_emergency(act, permit, kind, version);
  if (!version) version = newest_version(act.writer(), session.team, kind);
  if (!version) return fail(nrm::problems::kNotFound);
  const TeamSealPlace place{session.team, kind, *version, session.member};
  const auto row = find_team_seal(act, place);
  if (!row) return fail(problems::kKeysAwaited);
  auto key = open_team_seal(*row, place, session);
  if (!key) return fail(problems::kKeyBroken);
  if (!is_proven(*row)) wrap_as_proven(act, *row, place, session, key->seed);
  return *std::move(key);
}

std::optional<TeamPublicKey> team_public_key(storage::Reader& reader, const TeamId& team, Compartment kind) {
  return borne_out(reader, newest_key(reader, team, kind), team, kind);
}

std::optional<TeamPublicKey> team_public_key_of_version(storage::Reader& reader, const TeamId& team, Compartment kind,
                                                        std::uint32_t version) {
  const auto row = reader.query_one(
      "SELECT version, public_keys, binding FROM team_key WHERE team = $team AND kind = $kind AND version = $version",
      {{"team", team}, {"kind", name_of(kind)}, {"version", version}});
  return borne_out(reader, row, team, kind);
}

}  // namespace nrm::access
