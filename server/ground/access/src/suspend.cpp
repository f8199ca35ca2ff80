#include "nrm/access/decide.hpp"
#include "nrm/access/members.hpp"
#include "relation.hpp"

namespace nrm::access {
namespace {

Result<void> move_state(log::Act& act, const Session& session, const MemberId& id, std::string_view from,
                        std::string_view to) {
  const auto member = find_member(act.writer(), id);
  const auto permit = decide(act, session, relation_to_member(session, member));
  if (!permit) return tl::unexpected(permit.error());
  if (!member) return fail(nrm::problems::kNotFound);
  if (id == session.member) return fail(problems::kNotYourself);
  const auto moved = act.run("UPDATE member SET state = $to WHERE id = $id AND state = $from",
                             {{"to", to}, {"from", from}, {"id", id}});
  if (moved == 0) return fail(nrm::problems::kConflict);
  return {};
}

log::Subject subject_of(const Session& session, const MemberId& id) {
  return {{}, session.organisation, id.text()};
}

}  // namespace

Result<void> suspend(const AccessContext& context, const Session& session, const MemberId& id) {
  return context.journal.act<void>(session.header("access.suspend", {}, subject_of(session, id)),
                                   [&](log::Act& act) -> Result<void> {
                                     auto moved = move_state(act, session, id, "active", "suspended");
                                     if (!moved) return moved;
                                     act.run("DELETE FROM session WHERE member = $member", {{"member", id}});
                                     return {};
                                   });
}

Result<void> unsuspend(const AccessContext& context, const Session& session, const MemberId& id) {
  return context.journal.act<void>(session.header("access.unsuspend", {}, subject_of(session, id)),
                                   [&](log::Act& act) { return move_state(act, session, id, "suspended", "active"); });
}

}  // namespace nrm::access
