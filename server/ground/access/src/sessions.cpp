#include "nrm/access/decide.hpp"
#include "session_store.hpp"

namespace nrm::access {
namespace {

log::Subject own(const Session& session) {
  return {{}, session.organisation, session.member.text()};
}

SessionInfo info_of(const storage::Row& row, const SessionId& current) {
  const auto id = row.id<SessionId>("id");
  return {id, row.time("started_at"), row.time("last_used_at"), row.text("network"), id == current};
}

}  // namespace

Result<void> sign_out(const AccessContext& context, const Session& session) {
  return context.journal.act<void>(session.header("access.sign-out", {}, own(session)),
                                   [&](log::Act& act) -> Result<void> {
                                     const auto permit = decide(act, session, Relation::own_account);
                                     if (!permit) return tl::unexpected(permit.error());
                                     act.run("DELETE FROM session WHERE id = $id", {{"id", session.id}});
                                     return {};
                                   });
}

Result<std::vector<SessionInfo>> list_sessions(const AccessContext& context, const Session& session) {
  using Infos = std::vector<SessionInfo>;
  return context.journal.act<Infos>(
      session.header("access.list-sessions", {}, own(session)), [&](log::Act& act) -> Result<Infos> {
        const auto permit = decide(act, session, Relation::own_account);
        if (!permit) return tl::unexpected(permit.error());
        Infos out;
        const auto rows = act.query(
            "SELECT id, started_at, last_used_at, network FROM session WHERE member = $member AND expires_at > $now "
            "AND last_used_at > $idle ORDER BY started_at DESC, id DESC",
            {{"member", session.member}, {"now", act.now()}, {"idle", act.now() - kIdleLimit}});
        for (const auto& row : rows) out.push_back(info_of(row, session.id));
        return out;
      });
}

Result<void> end_session(const AccessContext& context, const Session& session, const SessionId& id) {
  return context.journal.act<void>(
      session.header("access.end-session", {}, own(session)), [&](log::Act& act) -> Result<void> {
        const auto permit = decide(act, session, Relation::own_account);
        if (!permit) return tl::unexpected(permit.error());
        const auto ended = act.run("DELETE FROM session WHERE id = $id AND member = $member",
                                   {{"id", id}, {"member", session.member}});
        if (ended == 0) return fail(nrm::problems::kNotFound);
        return {};
      });
}

}  // namespace nrm::access
