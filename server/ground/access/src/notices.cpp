#include "nrm/access/notices.hpp"

#include <fmt/format.h>

#include "nrm/access/decide.hpp"

namespace nrm::access {
namespace {

constexpr int kMostShown = 100;

log::Subject own(const Session& session) {
  return {{}, session.organisation, session.member.text()};
}

void add(log::Act& act, const MemberId& member, std::string_view code, std::string_view object) {
  act.run("INSERT INTO member_notice (id, member, code, object, told_at) VALUES ($id, $member, $code, $object, $now)",
          {{"id", NoticeId::v7(act.clock(), act.random())},
           {"member", member},
           {"code", code},
           {"object", object},
           {"now", act.now()}});
}

// Who is told by another's notice is told once of it.
bool is_told(log::Act& act, const MemberId& member, std::string_view code, std::string_view object) {
  return act
      .query_one("SELECT id FROM member_notice WHERE member = $member AND code = $code AND object = $object LIMIT 1",
                 {{"member", member}, {"code", code}, {"object", object}})
      .has_value();
}

}  // namespace

void tell_member(log::Act& act, const MemberId& member, std::string_view code, std::string_view object) {
  add(act, member, code, object);
  act.react(kMemberNoticed, fmt::format("{}:{}:{}", member.text(), code, object));
}

bool tell_cover(log::Act& act, const MemberId& cover, std::string_view code, std::string_view object) {
  if (is_told(act, cover, code, object)) return false;
  add(act, cover, code, object);
  return true;
}

void tell_team(log::Act& act, const TeamId& team, std::string_view code, std::string_view object) {
  const auto rows =
      act.query("SELECT id FROM member WHERE team = $team AND state <> 'invited' ORDER BY id", {{"team", team}});
  for (const auto& row : rows) tell_member(act, row.id<MemberId>("id"), code, object);
}

Result<std::vector<MemberNotice>> list_notices(const AccessContext& context, const Session& session) {
  using Notices = std::vector<MemberNotice>;
  return context.journal.act<Notices>(
      session.header("access.list-notices", {}, own(session)), [&](log::Act& act) -> Result<Notices> {
        const auto permit = decide(act, session, Relation::own_account);
        if (!permit) return tl::unexpected(permit.error());
        Notices out;
        const auto rows = act.query(
            "SELECT id, code, object, told_at FROM member_notice WHERE member = $member "
            "ORDER BY id DESC LIMIT $most",
            {{"member", session.member}, {"most", kMostShown}});
        for (const auto& row : rows)
          out.push_back({row.id<NoticeId>("id"), row.text("code"), row.text("object"), row.time("told_at")});
        return out;
      });
}

Result<void> see_notice(const AccessContext& context, const Session& session, const NoticeId& id) {
  return context.journal.act<void>(
      session.header("access.see-notice", {}, own(session)), [&](log::Act& act) -> Result<void> {
        const auto permit = decide(act, session, Relation::own_account);
        if (!permit) return tl::unexpected(permit.error());
        // The leaf says that she saw it; the row is of no more use.
        const auto seen = act.run("DELETE FROM member_notice WHERE id = $id AND member = $member",
                                  {{"id", id}, {"member", session.member}});
        if (seen == 0) return fail(nrm::problems::kNotFound);
        return {};
      });
}

}  // namespace nrm::access
