#include <fmt/format.h>

#include <algorithm>

#include "emergency_seals.hpp"
#include "instance_key.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/access/shares.hpp"
#include "rotation.hpp"
#include "team_key_seals.hpp"
#include "team_keys.hpp"

namespace nrm::access {
namespace {

std::vector<MemberRow> colleagues_of(storage::Reader& reader, const MemberRow& holder) {
  std::vector<MemberRow> out;
  for (const auto& row :
       reader.query(fmt::format("SELECT {} FROM member m WHERE m.team = $team AND m.state = 'active' AND m.id <> $id "
                                "ORDER BY m.id",
                                kMemberColumns),
                    {{"team", holder.team}, {"id", holder.id}}))
    out.push_back(member_from_row(row));
  return out;
}

// Whoever was given the version before, with her fingerprint confirmed, gets the next; everybody else waits for a
// holder to compare her fingerprint.
std::size_t pass_on(log::Act& act, const ServerSecrets& secrets, const MemberRow& holder, const TeamKey& key,
                    Compartment kind, std::uint32_t previous) {
  std::size_t given = 0;
  for (const auto& member : colleagues_of(act.writer(), holder)) {
    if (!compartments_of(member.roles).contains(kind)) continue;
    if (!was_confirmed(act.writer(), instance_key_of(secrets), {member.team, kind, previous, member.id}, member))
      continue;
    give_team_key(act, secrets, key, kind, member, holder.id);
    ++given;
  }
  return given;
}

bool somebody_left(storage::Reader& reader, const TeamId& team) {
  return !key_tasks_of(reader, team).empty();
}

}  // namespace

bool is_confirmed(storage::Reader& reader, const ServerSecrets& secrets, const MemberRow& member) {
  for (const auto kind : compartments_of(member.roles))
    for (const auto version : versions_held(reader, member, kind))
      if (was_confirmed(reader, instance_key_of(secrets), {member.team, kind, version, member.id}, member)) return true;
  return false;
}

std::set<Compartment> held_newest(storage::Reader& reader, const MemberRow& member) {
  const auto missing = missing_kinds(reader, member);
  std::set<Compartment> out;
  for (const auto kind : compartments_of(member.roles))
    if (newest_version(reader, member.team, kind) && !missing.contains(kind)) out.insert(kind);
  return out;
}

std::vector<RotatedKey> rotate_kinds(log::Act& act, const ServerSecrets& secrets, const Permit& permit,
                                     const MemberRow& holder, const std::set<Compartment>& kinds) {
  std::vector<RotatedKey> out;
  const auto known = [&](const MemberRow& member) { return is_confirmed(act.writer(), secrets, member); };
  for (const auto kind : kinds) {
    const auto previous = newest_version(act.writer(), holder.team, kind);
    if (!previous) fail_bug("a key that is not there was to be rotated");
    const auto key = make_next_version(act, secrets, holder, permit.session().member_seed, kind);
    const auto given = pass_on(act, secrets, holder, key, kind, *previous);
    renew_emergency_keys(act, permit, key, kind, known);
    act.note(fmt::format("rotated.{}", name_of(kind)), fmt::format("{} given to {}", key.version, given));
    out.push_back({kind, key.version});
  }
  if (!out.empty()) act.react(kTeamKeysRotated, holder.team.text());
  close_done_key_tasks(act, holder.team);
  complete_shares(act, permit);
  return out;
}

Result<std::vector<RotatedKey>> rotate_team_keys(const AccessContext& context, const Session& session,
                                                 const TeamId& team) {
  using Rotated = std::vector<RotatedKey>;
  const log::Subject subject{{}, session.organisation, team.text()};
  const auto relation = team == session.team ? Relation::own_team : Relation::instance;
  return context.journal.act<Rotated>(
      session.header("access.rotate-keys", {}, subject), [&](log::Act& act) -> Result<Rotated> {
        const auto permit = decide(act, session, relation);
        if (!permit) return tl::unexpected(permit.error());
        const auto holder = find_member(act.writer(), session.member);
        const auto kinds = held_newest(act.writer(), *holder);
        if (kinds.empty()) return fail(problems::kKeysAwaited);
        if (!unfinished_kinds(act.writer(), team).empty() && !somebody_left(act.writer(), team))
          return fail(problems::kRotationUnfinished);
        for (const auto kind : kinds)
          if (const auto opened = open_team_key(act, *permit, kind); !opened) return tl::unexpected(opened.error());
        return rotate_kinds(act, context.secrets, *permit, *holder, kinds);
      });
}

std::set<Compartment> unfinished_kinds(storage::Reader& reader, const TeamId& team) {
  std::set<Compartment> out;
  for (const auto& row : reader.query(
           "SELECT DISTINCT s.kind FROM team_key_seal s JOIN team_key k ON k.team = s.team AND k.kind = s.kind AND "
           "k.version = s.version WHERE s.team = $team AND k.retired_at IS NOT NULL",
           {{"team", team}}))
    if (const auto kind = parse_compartment(row.text("kind"))) out.insert(*kind);
  return out;
}

void drop_retired_versions(log::Act& act, const TeamId& team, Compartment kind) {
  const auto gone = act.run(
      "DELETE FROM team_key_seal WHERE team = $team AND kind = $kind AND version IN (SELECT k.version FROM team_key k "
      "WHERE k.team = $team AND k.kind = $kind AND k.retired_at IS NOT NULL)",
      {{"team", team}, {"kind", name_of(kind)}});
  act.run(
      "DELETE FROM custodian_share WHERE owner = $team AND kind = $kind AND key_version IN (SELECT k.version FROM "
      "team_key k WHERE k.team = $team AND k.kind = $kind AND k.retired_at IS NOT NULL)",
      {{"team", team}, {"kind", name_of(kind)}});
  act.run(
      "DELETE FROM emergency_key_seal WHERE team = $team AND kind = $kind AND version IN (SELECT k.version FROM "
      "team_key k WHERE k.team = $team AND k.kind = $kind AND k.retired_at IS NOT NULL)",
      {{"team", team}, {"kind", name_of(kind)}});
  if (gone > 0) act.note(fmt::format("old-key-dropped.{}", name_of(kind)), std::to_string(gone));
}

}  // namespace nrm::access
