#include "leaving.hpp"
#include "log_keys.hpp"
#include "nrm/access/members.hpp"
#include "relation.hpp"

namespace nrm::access {

Result<void> change_team(const AccessContext& context, const Session& session, const MemberId& id, const TeamId& team,
                         const Roles& roles, bool despite_last_key) {
  if (roles.empty()) return fail(nrm::problems::kInvalid, {{"/roles", "required", {}}});
  const log::Subject subject{{}, session.organisation, id.text()};
  return context.journal.act<void>(
      session.header("access.change-team", {}, subject), [&](log::Act& act) -> Result<void> {
        auto member = find_member(act.writer(), id);
        const auto permit = decide(act, session, relation_to_member(session, member));
        if (!permit) return tl::unexpected(permit.error());
        const auto found = directory::find_team(act.writer(), team);
        if (!member || !found || found->closed_at) return fail(nrm::problems::kNotFound);
        const auto before = *member;
        member->organisation = found->organisation;
        member->team = team;
        member->roles = roles;
        act.run(
            "UPDATE member SET organisation = $organisation, team = $team, roles = $roles, in_team_since = $now "
            "WHERE id = $id",
            {{"organisation", member->organisation},
             {"team", team},
             {"roles", to_row(roles)},
             {"now", act.now()},
             {"id", id}});
        act.run("DELETE FROM session WHERE member = $member", {{"member", id}});
        act.run("DELETE FROM leave WHERE member = $member", {{"member", id}});
        act.run("UPDATE leave SET cover = NULL WHERE cover = $member", {{"member", id}});
        if (auto ended = end_right(act, context.secrets, *permit, before, *member, despite_last_key); !ended)
          return ended;
        take_log_key(act, *member);
        act.note("team", team.text());
        act.note("roles", to_row(roles));
        return {};
      });
}

}  // namespace nrm::access
