#include "team_keys.hpp"

#include "emergency_seals.hpp"
#include "instance_key.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kSealLabel = "nrm team key seal";
constexpr std::string_view kBoxed = "boxed";
constexpr std::string_view kSymmetric = "symmetric";

struct SealPlace {
  TeamId team;
  Compartment kind;
  std::uint32_t version;
  MemberId member;
  std::string text() const {
    return fmt::format("team-key:{}:{}:{}:{}", team.text(), name_of(kind), version, member.text());
  }
};

Key32 wrapping_key(const Key32& member_seed) {
  return crypto::derive(member_seed, "teamseal");
}

// Says that the holders of this team key gave it to this member's public key; holds for both forms of the seal.
Bytes seal_message(const SealPlace& place, ByteView team_keys, ByteView member_keys, const MemberId& given_by) {
  auto out = bytes_of(fmt::format("{}:{}:", place.text(), given_by.text()));
  out.insert(out.end(), team_keys.begin(), team_keys.end());
  out.insert(out.end(), member_keys.begin(), member_keys.end());
  return out;
}

void insert_seal(log::Act& act, const SealPlace& place, std::string_view form, const Bytes& sealed,
                 const MemberId& given_by, const crypto::Signature& signature) {
  act.run(
      "INSERT INTO team_key_seal (team, kind, version, member, form, sealed, given_by, given_at, signature) "
      "VALUES ($team, $kind, $version, $member, $form, $sealed, $given_by, $now, $signature) "
      "ON CONFLICT (team, kind, version, member) DO NOTHING",
      {{"team", place.team},
       {"kind", name_of(place.kind)},
       {"version", place.version},
       {"member", place.member},
       {"form", form},
       {"sealed", sealed},
       {"given_by", given_by},
       {"now", act.now()},
       {"signature", ByteView{signature}}});
}

std::optional<storage::Row> newest_key(storage::Reader& reader, const TeamId& team, Compartment kind) {
  return reader.query_one(
      "SELECT version, public_keys, binding FROM team_key WHERE team = $team AND kind = $kind AND retired_at IS NULL "
      "ORDER BY version DESC LIMIT 1",
      {{"team", team}, {"kind", name_of(kind)}});
}

bool insert_key(log::Act& act, const ServerSecrets& secrets, const TeamId& team, Compartment kind,
                const crypto::PublicKeys& keys) {
  const auto binding = bind_team_key(secrets, team, kind, 1, keys);
  return act.run(
             "INSERT INTO team_key (team, kind, version, public_keys, binding, created_at) "
             "VALUES ($team, $kind, 1, $keys, $binding, $now) ON CONFLICT (team, kind, version) DO NOTHING",
             {{"team", team},
              {"kind", name_of(kind)},
              {"keys", crypto::encode(keys)},
              {"binding", ByteView{binding}},
              {"now", act.now()}}) == 1;
}

void make_team_key(log::Act& act, const ServerSecrets& secrets, const MemberRow& member, const Key32& member_seed,
                   Compartment kind) {
  const auto seed = crypto::random_key(act.random());
  const auto keys = crypto::public_keys(seed);
  if (!insert_key(act, secrets, member.team, kind, keys)) return;
  const SealPlace place{member.team, kind, 1, member.id};
  const auto sealed = crypto::seal(wrapping_key(member_seed), 1, seed.expose(), view_of(place.text()), act.random());
  const auto signature =
      crypto::sign(seed, kSealLabel, seal_message(place, crypto::encode(keys), member.public_keys, member.id));
  insert_seal(act, place, kSymmetric, sealed, member.id, signature);
  act.note(fmt::format("team-key.{}", name_of(kind)), crypto::fingerprint(keys));
}

std::optional<Key32> unwrap(const storage::Row& row, const SealPlace& place, const Key32& member_seed) {
  if (row.text("form") == kBoxed) return crypto::box_open_key(member_seed, row.blob("sealed"), view_of(place.text()));
  return crypto::open_key(wrapping_key(member_seed), row.blob("sealed"), view_of(place.text()));
}

// Opening a box costs a scalar multiplication, and a box can be made by anyone: after its first opening the seal is
// one that only the member can have made.
void rewrap(log::Act& act, const SealPlace& place, const Key32& member_seed, const Key32& seed) {
  act.run(
      "UPDATE team_key_seal SET form = $form, sealed = $sealed WHERE team = $team AND kind = $kind "
      "AND version = $version AND member = $member",
      {{"form", kSymmetric},
       {"sealed", crypto::seal(wrapping_key(member_seed), 1, seed.expose(), view_of(place.text()), act.random())},
       {"team", place.team},
       {"kind", name_of(place.kind)},
       {"version", place.version},
       {"member", place.member}});
}

std::optional<TeamKey> bear_out(const storage::Row& row, const SealPlace& place, const Session& session) {
  const auto seed = unwrap(row, place, session.member_seed);
  if (!seed) return std::nullopt;
  TeamKey key{place.version, *seed, crypto::public_keys(*seed)};
  const auto public_keys = crypto::encode(key.keys);
  const auto member_keys = crypto::encode(crypto::public_keys(session.member_seed));
  const auto given_by = row.id<MemberId>("given_by");
  if (public_keys != row.blob("public_keys")) return std::nullopt;
  if (!is_bound(session.instance_key, place.team, place.kind, place.version, public_keys, row.blob("binding"))) {
    return std::nullopt;
  }
  if (!crypto::verify(key.keys.sign, kSealLabel, seal_message(place, public_keys, member_keys, given_by),
                      row.blob("signature"))) {
    return std::nullopt;
  }
  return key;
}

std::optional<storage::Row> find_seal(log::Act& act, const SealPlace& place) {
  return act.query_one(
      "SELECT s.form, s.sealed, s.given_by, s.signature, k.public_keys, k.binding FROM team_key_seal s "
      "JOIN team_key k ON k.team = s.team AND k.kind = s.kind AND k.version = s.version "
      "WHERE s.team = $team AND s.kind = $kind AND s.version = $version AND s.member = $member",
      {{"team", place.team}, {"kind", name_of(place.kind)}, {"version", place.version}, {"member", place.member}});
}

}  // namespace

void create_missing_team_keys(log::Act& act, const ServerSecrets& secrets, const MemberRow& member,
                              const Key32& member_seed) {
  for (const auto kind : compartments_of(member.roles)) {
    if (!newest_key(act.writer(), member.team, kind)) make_team_key(act, secrets, member, member_seed, kind);
  }
}

void give_team_key(log::Act& act, const TeamKey& key, Compartment kind, const MemberRow& to, const MemberId& from) {
  const auto keys = crypto::decode_public_keys(to.public_keys);
  if (!keys) fail_bug("a member's stored public keys do not decode");
  const SealPlace place{to.team, kind, key.version, to.id};
  const auto sealed = crypto::box_seal(keys->box, 1, key.seed.expose(), view_of(place.text()), act.random());
  const auto message = seal_message(place, crypto::encode(key.keys), to.public_keys, from);
  insert_seal(act, place, kBoxed, sealed, from, crypto::sign(key.seed, kSealLabel, message));
}

void take_team_keys(log::Act& act, const MemberRow& member) {
  take_emergency_keys(act, member.id);
  act.run("DELETE FROM team_key_seal WHERE member = $member AND team <> $team",
          {{"member", member.id}, {"team", member.team}});
  const auto entitled = compartments_of(member.roles);
  for (const auto kind : kCompartments) {
    if (entitled.contains(kind)) continue;
    act.run("DELETE FROM team_key_seal WHERE member = $member AND kind = $kind",
            {{"member", member.id}, {"kind", name_of(kind)}});
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
  if (!version) {
    const auto newest = newest_key(act.writer(), session.team, kind);
    if (!newest) return fail(nrm::problems::kNotFound);
    version = static_cast<std::uint32_t>(newest->integer("version"));
  }
  const SealPlace place{session.team, kind, *version, session.member};
  const auto row = find_seal(act, place);
  if (!row) return fail(problems::kKeysAwaited);
  auto key = bear_out(*row, place, session);
  if (!key) return fail(problems::kKeyBroken);
  if (row->text("form") == kBoxed) rewrap(act, place, session.member_seed, key->seed);
  return *std::move(key);
}

std::optional<TeamPublicKey> team_public_key(storage::Reader& reader, const TeamId& team, Compartment kind) {
  const auto row = newest_key(reader, team, kind);
  const auto instance = instance_key(reader);
  if (!row || !instance) return std::nullopt;
  const auto version = static_cast<std::uint32_t>(row->integer("version"));
  if (!is_bound(*instance, team, kind, version, row->blob("public_keys"), row->blob("binding"))) return std::nullopt;
  const auto keys = crypto::decode_public_keys(row->blob("public_keys"));
  if (!keys) return std::nullopt;
  return TeamPublicKey{version, *keys};
}

}  // namespace nrm::access
