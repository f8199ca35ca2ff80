#include "nrm/access/cover.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/notice/notice.hpp"
#include "setting_row.hpp"

namespace nrm::notice {
namespace {

log::Subject own(const access::Session& session) {
  return {{}, session.organisation, session.member.text()};
}

std::vector<TeamNotice> notices_of(log::Act& act, const access::Session& session) {
  std::vector<TeamNotice> out;
  if (!access::addressees(act.writer(), session.team).contains(session.member)) return out;
  const auto seen = seen_at(act.writer(), session.member);
  for (const auto& row : act.query("SELECT id, code, object, told_at FROM team_notice WHERE team = $team AND "
                                   "told_at >= $since ORDER BY told_at DESC, id DESC LIMIT $most",
                                   {{"team", session.team}, {"since", act.now() - kKept}, {"most", kMostShown}}))
    out.push_back({row.id<TeamNoticeId>("id"), row.text("code"), row.text("object"), row.time("told_at"),
                   seen && row.time("told_at") <= *seen});
  return out;
}

}  // namespace

Result<std::vector<TeamNotice>> list_team_notices(const Desk& desk, const access::Session& session) {
  using Notices = std::vector<TeamNotice>;
  return desk.access.journal.act<Notices>(
      session.header("notice.list", {}, own(session)), [&](log::Act& act) -> Result<Notices> {
        const auto permit = access::decide(act, session, access::Relation::own_account);
        if (!permit) return tl::unexpected(permit.error());
        return notices_of(act, session);
      });
}

Result<void> look(const Desk& desk, const access::Session& session) {
  return desk.access.journal.act<void>(
      session.header("notice.see", {}, own(session)), [&](log::Act& act) -> Result<void> {
        const auto permit = access::decide(act, session, access::Relation::own_account);
        if (!permit) return tl::unexpected(permit.error());
        act.run(
            "INSERT INTO notice_sight (member, seen_at) VALUES ($member, $now) "
            "ON CONFLICT (member) DO UPDATE SET seen_at = $now",
            {{"member", session.member}, {"now", act.now()}});
        return {};
      });
}

}  // namespace nrm::notice
