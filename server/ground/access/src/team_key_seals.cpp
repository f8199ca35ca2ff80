#include "team_key_seals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "instance_key.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kSealLabel = "nrm team key seal";
constexpr std::string_view kWitnessLabel = "nrm team key witness";
constexpr std::string_view kBoxed = "boxed";
constexpr std::string_view kSymmetric = "symmetric";
constexpr std::string_view kProven = "proven";

Key32 wrapping_key(const Key32& member_seed) {
  return crypto::derive(member_seed, "teamseal");
}

// Says that the holders of this team key gave it to this member's public key; holds for both forms of the seal.
Bytes seal_message(const TeamSealPlace& place, ByteView team_keys, ByteView member_keys, const MemberId& given_by) {
  auto out = bytes_of(fmt::format("{}:{}:", place.text(), given_by.text()));
  out.insert(out.end(), team_keys.begin(), team_keys.end());
  out.insert(out.end(), member_keys.begin(), member_keys.end());
  return out;
}

struct NewSeal {
  std::string_view form;
  Bytes sealed;
  MemberId given_by;
};

void insert_seal(log::Act& act, const ServerSecrets& secrets, const TeamKey& key, const TeamSealPlace& place,
                 ByteView member_keys, const NewSeal& seal) {
  const auto message = seal_message(place, crypto::encode(key.keys), member_keys, seal.given_by);
  const auto signature = crypto::sign(key.seed, kSealLabel, message);
  const auto witness = crypto::sign(secrets.binding_seed, kWitnessLabel, message);
  act.run(
      "INSERT INTO team_key_seal (team, kind, version, member, form, sealed, given_by, given_at, signature, witness) "
      "VALUES ($team, $kind, $version, $member, $form, $sealed, $given_by, $now, $signature, $witness) "
      "ON CONFLICT (team, kind, version, member) DO NOTHING",
      {{"team", place.team},
       {"kind", name_of(place.kind)},
       {"version", place.version},
       {"member", place.member},
       {"form", seal.form},
       {"sealed", seal.sealed},
       {"given_by", seal.given_by},
       {"now", act.now()},
       {"signature", ByteView{signature}},
       {"witness", ByteView{witness}}});
}

// What was verified before the seal was wrapped as proven: with any of it changed the seal does not open. Each part by
// its own hash, so that no byte can pass from one part to the next.
std::string proof_of(const storage::Row& row, const TeamSealPlace& place, const crypto::SignPublic& instance) {
  Bytes all;
  const auto add = [&all](ByteView part) {
    const auto digest = crypto::sha256(part);
    all.insert(all.end(), digest.begin(), digest.end());
  };
  add(view_of(row.text("given_by")));
  for (const auto* column : {"public_keys", "binding", "signature", "witness"}) add(row.blob(column));
  add(ByteView{instance.bytes});
  return fmt::format("{}:{}", place.text(), to_hex(crypto::sha256(all)));
}

// Of bytes that decode_public_keys has taken before: its two proofs of good points cost more than all the rest.
std::optional<crypto::PublicKeys> known_public_keys(ByteView bytes) {
  crypto::PublicKeys out;
  if (bytes.size() != out.box.bytes.size() + out.sign.bytes.size()) return std::nullopt;
  std::copy_n(bytes.begin(), out.box.bytes.size(), out.box.bytes.begin());
  std::copy_n(bytes.begin() + out.box.bytes.size(), out.sign.bytes.size(), out.sign.bytes.begin());
  return out;
}

// Only the member's own key makes this form, after all signatures held and the public keys were seen to be those of the
// seed: what it is bound to, them included, needs no second proof.
std::optional<TeamKey> open_proven(const storage::Row& row, const TeamSealPlace& place, const Session& session) {
  if (row.is_null("witness")) return std::nullopt;
  const auto proof = proof_of(row, place, session.instance_key);
  const auto seed = crypto::open_key(wrapping_key(session.member_seed), row.blob("sealed"), view_of(proof));
  const auto keys = seed ? known_public_keys(row.blob("public_keys")) : std::nullopt;
  return keys ? std::optional{TeamKey{place.version, *seed, *keys}} : std::nullopt;
}

std::optional<Key32> unwrap(const storage::Row& row, const TeamSealPlace& place, const Key32& member_seed) {
  if (is_boxed(row)) return crypto::box_open_key(member_seed, row.blob("sealed"), view_of(place.text()));
  return crypto::open_key(wrapping_key(member_seed), row.blob("sealed"), view_of(place.text()));
}

// The team's, which whoever holds its key can make, and this server's, which only the secrets file can.
bool bears_both_signatures(const storage::Row& row, const crypto::SignPublic& team, const crypto::SignPublic& instance,
                           ByteView message) {
  return !row.is_null("witness") && crypto::verify(team, kSealLabel, message, row.blob("signature")) &&
         crypto::verify(instance, kWitnessLabel, message, row.blob("witness"));
}

}  // namespace

std::string TeamSealPlace::text() const {
  return fmt::format("team-key:{}:{}:{}:{}", team.text(), name_of(kind), version, member.text());
}

void seal_to_self(log::Act& act, const ServerSecrets& secrets, const TeamKey& key, Compartment kind,
                  const MemberRow& member, const Key32& member_seed) {
  const TeamSealPlace place{member.team, kind, key.version, member.id};
  insert_seal(
      act, secrets, key, place, member.public_keys,
      {kSymmetric, crypto::seal(wrapping_key(member_seed), 1, key.seed.expose(), view_of(place.text()), act.random()),
       member.id});
}

void box_to_colleague(log::Act& act, const ServerSecrets& secrets, const TeamKey& key, Compartment kind,
                      const MemberRow& to, const MemberId& from) {
  const auto keys = crypto::decode_public_keys(to.public_keys);
  if (!keys) fail_bug("a member's stored public keys do not decode");
  const TeamSealPlace place{to.team, kind, key.version, to.id};
  insert_seal(act, secrets, key, place, to.public_keys,
              {kBoxed, crypto::box_seal(keys->box, 1, key.seed.expose(), view_of(place.text()), act.random()), from});
}

std::optional<TeamKey> open_team_seal(const storage::Row& row, const TeamSealPlace& place, const Session& session) {
  if (is_proven(row)) return open_proven(row, place, session);
  const auto seed = unwrap(row, place, session.member_seed);
  if (!seed) return std::nullopt;
  TeamKey key{place.version, *seed, crypto::public_keys(*seed)};
  const auto public_keys = crypto::encode(key.keys);
  const auto member_keys = crypto::encode(crypto::public_keys(session.member_seed));
  if (public_keys != row.blob("public_keys")) return std::nullopt;
  if (!is_bound(session.instance_key, place.team, place.kind, place.version, public_keys, row.blob("binding"))) {
    return std::nullopt;
  }
  const auto message = seal_message(place, public_keys, member_keys, row.id<MemberId>("given_by"));
  if (!bears_both_signatures(row, key.keys.sign, session.instance_key, message)) return std::nullopt;
  return key;
}

std::optional<storage::Row> find_team_seal(log::Act& act, const TeamSealPlace& place) {
  return act.query_one(
      "SELECT s.form, s.sealed, s.given_by, s.signature, s.witness, k.public_keys, k.binding FROM team_key_seal s "
      "JOIN team_key k ON k.team = s.team AND k.kind = s.kind AND k.version = s.version "
      "WHERE s.team = $team AND s.kind = $kind AND s.version = $version AND s.member = $member",
      {{"team", place.team}, {"kind", name_of(place.kind)}, {"version", place.version}, {"member", place.member}});
}

bool is_boxed(const storage::Row& row) {
  return row.text("form") == kBoxed;
}

bool is_proven(const storage::Row& row) {
  return row.text("form") == kProven;
}

void wrap_as_proven(log::Act& act, const storage::Row& row, const TeamSealPlace& place, const Session& session,
                    const Key32& seed) {
  const auto proof = proof_of(row, place, session.instance_key);
  act.run(
      "UPDATE team_key_seal SET form = $form, sealed = $sealed WHERE team = $team AND kind = $kind "
      "AND version = $version AND member = $member",
      {{"form", kProven},
       {"sealed", crypto::seal(wrapping_key(session.member_seed), 1, seed.expose(), view_of(proof), act.random())},
       {"team", place.team},
       {"kind", name_of(place.kind)},
       {"version", place.version},
       {"member", place.member}});
}

bool was_confirmed(storage::Reader& reader, const crypto::SignPublic& instance, const TeamSealPlace& place,
                   const MemberRow& member) {
  const auto row = reader.query_one(
      "SELECT s.given_by, s.signature, s.witness, k.public_keys, k.binding FROM team_key_seal s "
      "JOIN team_key k ON k.team = s.team AND k.kind = s.kind AND k.version = s.version "
      "WHERE s.team = $team AND s.kind = $kind AND s.version = $version AND s.member = $member",
      {{"team", place.team}, {"kind", name_of(place.kind)}, {"version", place.version}, {"member", place.member}});
  if (!row) return false;
  const auto& team_keys = row->blob("public_keys");
  const auto keys = crypto::decode_public_keys(team_keys);
  if (!keys || !is_bound(instance, place.team, place.kind, place.version, team_keys, row->blob("binding")))
    return false;
  const auto message = seal_message(place, team_keys, member.public_keys, row->id<MemberId>("given_by"));
  return bears_both_signatures(*row, keys->sign, instance, message);
}

bool is_known_to_team(storage::Reader& reader, const crypto::SignPublic& instance, const MemberRow& member) {
  const auto rows = reader.query(
      "SELECT s.kind, s.version FROM team_key_seal s JOIN team_key k ON k.team = s.team AND k.kind = s.kind "
      "AND k.version = s.version WHERE s.team = $team AND s.member = $member AND k.retired_at IS NULL ORDER BY s.kind",
      {{"team", member.team}, {"member", member.id}});
  return std::any_of(rows.begin(), rows.end(), [&](const storage::Row& row) {
    const auto kind = parse_compartment(row.text("kind"));
    const auto version = static_cast<std::uint32_t>(row.integer("version"));
    return kind && was_confirmed(reader, instance, {member.team, *kind, version, member.id}, member);
  });
}

}  // namespace nrm::access
