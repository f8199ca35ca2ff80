#include "emergency_seals.hpp"
#include "fingerprints.hpp"
#include "key_state.hpp"
#include "log_keys.hpp"
#include "member_info.hpp"
#include "team_keys.hpp"

namespace nrm::access {
namespace {

// Whether the session could give this member anything she waits for.
bool can_help(storage::Reader& reader, const Session& session, const MemberRow& holder, const MemberRow& member) {
  if (member.state != "active" || member.id == holder.id) return false;
  if (member.organisation == session.organisation && misses_log_key(reader, member) &&
      holder.roles.contains(Role::auditor) && !misses_log_key(reader, holder)) {
    return true;
  }
  if (member.team != session.team) return false;
  const auto held_back = missing_kinds(reader, holder);
  const auto entitled = compartments_of(holder.roles);
  const auto missing = missing_kinds(reader, member);
  return std::any_of(missing.begin(), missing.end(),
                     [&](Compartment kind) { return entitled.contains(kind) && !held_back.contains(kind); });
}

// Every version that the holder has: until a rotation is done, older data open with the older one.
Result<void> give_versions(log::Act& act, const ServerSecrets& secrets, const Permit& permit, const MemberRow& holder,
                           const MemberRow& member, Compartment kind) {
  for (const auto version : versions_held(act.writer(), holder, kind)) {
    const auto key = open_team_key(act, permit, kind, version);
    if (!key) return tl::unexpected(key.error());
    give_team_key(act, secrets, *key, kind, member, holder.id);
    act.note(fmt::format("gave.{}.{}", name_of(kind), version), "1");
  }
  return {};
}

Result<std::size_t> give_team_keys(log::Act& act, const ServerSecrets& secrets, const Permit& permit,
                                   const MemberRow& member) {
  std::size_t given = 0;
  const auto entitled = compartments_of(permit.session().roles);
  const auto holder = find_member(act.writer(), permit.session().member);
  const auto held_back = missing_kinds(act.writer(), *holder);
  for (const auto kind : missing_kinds(act.writer(), member)) {
    if (!entitled.contains(kind)) continue;
    if (held_back.contains(kind)) continue;
    if (auto gave = give_versions(act, secrets, permit, *holder, member, kind); !gave)
      return tl::unexpected(gave.error());
    ++given;
  }
  return given;
}

Result<std::size_t> give_all(log::Act& act, const ServerSecrets& secrets, const Permit& permit,
                             const MemberRow& member) {
  std::size_t given = 0;
  if (member.team == permit.session().team) {
    auto keys = give_team_keys(act, secrets, permit, member);
    if (!keys) return keys;
    given = *keys;
    if (auto sealed = give_emergency_keys(act, permit, member); !sealed) return tl::unexpected(sealed.error());
  }
  if (permit.session().roles.contains(Role::auditor) && misses_log_key(act.writer(), member)) {
    const auto seed = find_log_seed(act, permit.session());
    if (!seed) return fail(problems::kKeysAwaited);
    give_log_key(act, *seed, member, permit.session().member);
    act.note("gave.log", "1");
    ++given;
  }
  return given;
}

Relation relation_to(const Session& session, const MemberRow& member) {
  if (session.team == member.team && !compartments_of(session.roles).empty()) return Relation::own_team;
  return session.organisation == member.organisation ? Relation::own_organisation : Relation::instance;
}

}  // namespace

Result<std::vector<MemberInfo>> list_key_requests(const AccessContext& context, const Session& session) {
  using Infos = std::vector<MemberInfo>;
  const log::Subject subject{{}, session.organisation, session.team.text()};
  return context.journal.act<Infos>(
      session.header("access.list-key-requests", {}, subject), [&](log::Act& act) -> Result<Infos> {
        const auto permit = decide(act, session, Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        Infos out;
        const auto holder = find_member(act.writer(), session.member);
        const auto rows = act.query(fmt::format("SELECT {} FROM member m WHERE m.organisation = $organisation "
                                                "AND m.state = 'active' ORDER BY m.in_team_since, m.id",
                                                kMemberColumns),
                                    {{"organisation", session.organisation}});
        for (const auto& row : rows) {
          const auto member = member_from_row(row);
          if (can_help(act.writer(), session, *holder, member)) out.push_back(info_of(act.writer(), member));
        }
        return out;
      });
}

Result<void> confirm_keys(const AccessContext& context, const Session& session, const MemberId& id,
                          std::string_view fingerprint) {
  const log::Subject subject{{}, session.organisation, id.text()};
  return context.journal.act<void>(
      session.header("access.confirm-keys", {}, subject), [&](log::Act& act) -> Result<void> {
        const auto member = find_member(act.writer(), id);
        const auto permit = decide(act, session, member ? relation_to(session, *member) : Relation::instance);
        if (!permit) return tl::unexpected(permit.error());
        if (!member || member->state != "active") return fail(nrm::problems::kNotFound);
        if (member->id == session.member) return fail(problems::kNotYourself);
        if (!is_fingerprint_of(member->public_keys, fingerprint)) return fail(problems::kFingerprintDiffers);
        const auto given = give_all(act, context.secrets, *permit, *member);
        if (!given) return tl::unexpected(given.error());
        if (*given == 0) return fail(nrm::problems::kConflict);
        return {};
      });
}

}  // namespace nrm::access
