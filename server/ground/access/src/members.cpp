#include "key_state.hpp"
#include "member_info.hpp"
#include "nrm/access/decide.hpp"

namespace nrm::access {
namespace {

storage::Rows rows_of(log::Act& act, const std::optional<TeamId>& team) {
  const std::string columns{kMemberColumns};
  if (!team) return act.query("SELECT " + columns + " FROM member m ORDER BY m.account");
  return act.query("SELECT " + columns + " FROM member m WHERE m.team = $team ORDER BY m.account", {{"team", *team}});
}

}  // namespace

MemberInfo info_of(storage::Reader& reader, const MemberRow& member) {
  const auto keys = crypto::decode_public_keys(member.public_keys);
  return {member.id,
          member.account,
          member.name,
          member.organisation,
          member.team,
          member.roles,
          member.state,
          key_state_of(reader, member),
          keys ? crypto::fingerprint(*keys) : std::string{},
          member.in_team_since};
}

Result<std::vector<MemberInfo>> list_members(const AccessContext& context, const Session& session,
                                             const std::optional<TeamId>& team) {
  using Infos = std::vector<MemberInfo>;
  const bool whole_instance = session.roles.contains(Role::administrator);
  const auto which = whole_instance ? team : std::optional{team.value_or(session.team)};
  const auto relation = !whole_instance && which == session.team ? Relation::own_team : Relation::instance;
  const log::Subject subject{{}, session.organisation, which ? which->text() : "all"};
  return context.journal.act<Infos>(session.header("access.list-members", {}, subject),
                                    [&](log::Act& act) -> Result<Infos> {
                                      const auto permit = decide(act, session, relation);
                                      if (!permit) return tl::unexpected(permit.error());
                                      Infos out;
                                      for (const auto& row : rows_of(act, which))
                                        out.push_back(info_of(act.writer(), member_from_row(row)));
                                      return out;
                                    });
}

}  // namespace nrm::access
