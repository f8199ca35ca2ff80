#include "emergency_seals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "instance_key.hpp"
#include "nrm/access/problems.hpp"
#include "rotation.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kLabel = "nrm emergency key seal";

struct Place {
  TeamId team;
  Compartment kind;
  std::uint32_t version;
  MemberId member;
  // Another word than an ordinary seal's: neither passes for the other.
  std::string text() const {
    return fmt::format("emergency-key:{}:{}:{}:{}", team.text(), name_of(kind), version, member.text());
  }
  storage::Params params() const {
    return {{"team", team}, {"kind", name_of(kind)}, {"version", version}, {"member", member}};
  }
};

Bytes message_of(const Place& place, ByteView team_keys, ByteView member_keys, const MemberId& given_by) {
  auto out = bytes_of(fmt::format("{}:{}:", place.text(), given_by.text()));
  out.insert(out.end(), team_keys.begin(), team_keys.end());
  out.insert(out.end(), member_keys.begin(), member_keys.end());
  return out;
}

bool lacks(const MemberRow& member, Compartment kind) {
  const auto entitled = compartments_of(member.roles);
  return !entitled.empty() && !entitled.contains(kind);
}

void give(log::Act& act, const TeamKey& key, Compartment kind, const MemberRow& to, const MemberId& from) {
  const auto keys = crypto::decode_public_keys(to.public_keys);
  if (!keys) fail_bug("a member's stored public keys do not decode");
  const Place place{to.team, kind, key.version, to.id};
  const auto message = message_of(place, crypto::encode(key.keys), to.public_keys, from);
  auto values = place.params();
  values.emplace_back("sealed", crypto::box_seal(keys->box, 1, key.seed.expose(), view_of(place.text()), act.random()));
  const auto signature = crypto::sign(key.seed, kLabel, message);
  values.emplace_back("given_by", from);
  values.emplace_back("now", act.now());
  values.emplace_back("signature", ByteView{signature});
  act.run(
      "INSERT INTO emergency_key_seal (team, kind, version, member, sealed, given_by, given_at, signature) "
      "VALUES ($team, $kind, $version, $member, $sealed, $given_by, $now, $signature) "
      "ON CONFLICT (team, kind, version, member) DO NOTHING",
      values);
  act.note(fmt::format("gave-for-emergency.{}.{}", name_of(kind), to.id.text()), std::to_string(key.version));
}

std::vector<MemberRow> colleagues_of(storage::Reader& reader, const TeamId& team) {
  std::vector<MemberRow> out;
  for (const auto& row :
       reader.query(fmt::format("SELECT {} FROM member m WHERE m.team = $team AND m.state = 'active' ORDER BY m.id",
                                kMemberColumns),
                    {{"team", team}}))
    out.push_back(member_from_row(row));
  return out;
}

std::optional<TeamKey> bear_out(const storage::Row& row, const Place& place, const Session& session) {
  const auto seed = crypto::box_open_key(session.member_seed, row.blob("sealed"), view_of(place.text()));
  if (!seed) return std::nullopt;
  TeamKey key{place.version, *seed, crypto::public_keys(*seed)};
  const auto team_keys = crypto::encode(key.keys);
  const auto member_keys = crypto::encode(crypto::public_keys(session.member_seed));
  const auto message = message_of(place, team_keys, member_keys, row.id<MemberId>("given_by"));
  const bool sound =
      team_keys == row.blob("public_keys") &&
      is_bound(session.instance_key, place.team, place.kind, place.version, team_keys, row.blob("binding")) &&
      crypto::verify(key.keys.sign, kLabel, message, row.blob("signature"));
  return sound ? std::optional{std::move(key)} : std::nullopt;
}

std::optional<std::uint32_t> newest_given(storage::Reader& reader, const Session& session, Compartment kind) {
  const auto row = reader.query_one(
      "SELECT version FROM emergency_key_seal WHERE team = $team AND kind = $kind AND member = $member "
      "ORDER BY version DESC LIMIT 1",
      {{"team", session.team}, {"kind", name_of(kind)}, {"member", session.member}});
  return row ? std::optional{static_cast<std::uint32_t>(row->integer("version"))} : std::nullopt;
}

}  // namespace

Result<void> give_emergency_keys(log::Act& act, const Permit& permit, const MemberRow& member) {
  if (!emergency_access(act.writer(), member.team)) return {};
  for (const auto kind : compartments_of(permit.session().roles)) {
    if (!lacks(member, kind)) continue;
    const auto key = open_team_key(act, permit, kind);
    if (!key && key.error().type == problems::kKeyBroken) return tl::unexpected(key.error());
    if (key) give(act, *key, kind, member, permit.session().member);
  }
  return {};
}

Result<TeamKey> open_in_emergency(log::Act& act, const Permit& permit, Compartment kind,
                                  std::optional<std::uint32_t> version) {
  const auto& emergency = permit.emergency();
  if (!emergency || !emergency->kinds.contains(kind)) return fail(nrm::problems::kNotFound);
  const auto& session = permit.session();
  if (!version) version = newest_given(act.writer(), session, kind);
  if (!version) return fail(problems::kKeysAwaited);
  const Place place{session.team, kind, *version, session.member};
  const auto row = act.query_one(
      "SELECT s.sealed, s.given_by, s.signature, k.public_keys, k.binding FROM emergency_key_seal s "
      "JOIN team_key k ON k.team = s.team AND k.kind = s.kind AND k.version = s.version "
      "WHERE s.team = $team AND s.kind = $kind AND s.version = $version AND s.member = $member",
      place.params());
  if (!row) return fail(problems::kKeysAwaited);
  auto key = bear_out(*row, place, session);
  if (!key) return fail(problems::kKeyBroken);
  return *std::move(key);
}

bool emergency_access(storage::Reader& reader, const TeamId& team) {
  const auto row = reader.query_one("SELECT enabled FROM emergency_access WHERE team = $team", {{"team", team}});
  return !row || row->flag("enabled");
}

Result<void> set_emergency_access(log::Act& act, const ServerSecrets& secrets, const Permit& permit, bool enabled) {
  const auto& session = permit.session();
  act.run(
      "INSERT INTO emergency_access (team, enabled, changed_by, changed_at) VALUES ($team, $enabled, $by, $now) "
      "ON CONFLICT (team) DO UPDATE SET enabled = excluded.enabled, changed_by = excluded.changed_by, "
      "changed_at = excluded.changed_at",
      {{"team", session.team}, {"enabled", enabled}, {"by", session.member}, {"now", act.now()}});
  act.note("emergency-access", enabled ? "on" : "off");
  if (!enabled) {
    act.run("DELETE FROM emergency_key_seal WHERE team = $team", {{"team", session.team}});
    return {};
  }
  for (const auto& member : colleagues_of(act.writer(), session.team)) {
    // Who waits for keys is given none this way: her key may be anybody's until a holder has compared it.
    if (member.id == session.member || !is_confirmed(act.writer(), secrets, member)) continue;
    if (auto given = give_emergency_keys(act, permit, member); !given) return given;
  }
  return {};
}

bool holds_emergency_key(storage::Reader& reader, const Session& session, Compartment kind) {
  return newest_given(reader, session, kind).has_value();
}

void renew_emergency_keys(log::Act& act, const Permit& permit, const TeamKey& key, Compartment kind,
                          const std::function<bool(const MemberRow&)>& known) {
  const auto& session = permit.session();
  if (!emergency_access(act.writer(), session.team)) return;
  for (const auto& member : colleagues_of(act.writer(), session.team))
    if (lacks(member, kind) && known(member)) give(act, key, kind, member, session.member);
}

void take_emergency_keys(log::Act& act, const MemberId& member) {
  act.run("DELETE FROM emergency_key_seal WHERE member = $member", {{"member", member}});
}

}  // namespace nrm::access
