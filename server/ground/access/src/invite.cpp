#include "invitations.hpp"
#include "nrm/access/decide.hpp"

namespace nrm::access {
namespace {

constexpr std::chrono::hours kInvitationLasts{24};

// Nobody gives what she does not answer for: a case manager brings in caseworkers, not officers or administrators.
bool may_give(const Permit& permit, const Roles& roles) {
  if (permit.session().roles.contains(Role::administrator)) return true;
  return std::all_of(roles.begin(), roles.end(), [](Role role) { return !compartments_of(Roles{role}).empty(); });
}

Relation relation_to(const Session& session, const TeamId& team) {
  if (session.roles.contains(Role::administrator)) return Relation::instance;
  return session.team == team ? Relation::own_team : Relation::instance;
}

}  // namespace

std::optional<Bytes> hash_of_invitation(const SecretText& code) {
  const auto key = crypto::key_of_recovery_code(code.expose());
  if (!key) return std::nullopt;
  const auto digest = crypto::sha256({view_of("nrm invitation"), key->expose()});
  return Bytes{digest.begin(), digest.end()};
}

Invitation make_invitation(log::Act& act, const Place& place, const std::optional<MemberId>& made_by) {
  auto code = crypto::make_recovery_code(act.random());
  const auto expires = act.now() + kInvitationLasts;
  act.run("DELETE FROM invitation WHERE expires_at <= $now", {{"now", act.now()}});
  act.run(
      "INSERT INTO invitation (code_hash, organisation, team, roles, made_by, expires_at) "
      "VALUES ($hash, $organisation, $team, $roles, $by, $expires)",
      {{"hash", *hash_of_invitation(code)},
       {"organisation", place.organisation},
       {"team", place.team},
       {"roles", to_row(place.roles)},
       {"by", made_by},
       {"expires", expires}});
  return {std::move(code), expires};
}

Result<Invitation> invite(const AccessContext& context, const Session& session, const TeamId& team,
                          const Roles& roles) {
  if (roles.empty()) return fail(nrm::problems::kInvalid, {{"/roles", "required", {}}});
  const log::Subject subject{{}, session.organisation, team.text()};
  return context.journal.act<Invitation>(
      session.header("access.invite", {}, subject), [&](log::Act& act) -> Result<Invitation> {
        const auto permit = decide(act, session, relation_to(session, team));
        if (!permit) return tl::unexpected(permit.error());
        const auto found = directory::find_team(act.writer(), team);
        if (!found || found->closed_at) return fail(nrm::problems::kNotFound);
        if (!may_give(*permit, roles)) return fail(nrm::problems::kInvalid, {{"/roles", "not-yours-to-give", {}}});
        act.note("roles", to_row(roles));
        return make_invitation(act, {found->organisation, team, roles}, session.member);
      });
}

}  // namespace nrm::access
