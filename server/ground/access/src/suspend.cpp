#include "leaving.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/access/members.hpp"
#include "relation.hpp"

namespace nrm::access {
namespace {

Result<Permit> move_state(log::Act& act, const Session& session, const MemberId& id, std::string_view from,
                          std::string_view to) {
  const auto member = find_member(act.writer(), id);
  auto permit = decide(act, session, relation_to_member(session, member));
  if (!permit) return tl::unexpected(permit.error());
  if (!member) return fail(nrm::problems::kNotFound);
  if (id == session.member) return fail(problems::kNotYourself);
  const auto moved = act.run("UPDATE member SET state = $to WHERE id = $id AND state = $from",
                             {{"to", to}, {"from", from}, {"id", id}});
  if (moved == 0) return fail(nrm::problems::kConflict);
  return permit;
}

log::Subject subject_of(const Session& session, const MemberId& id) {
  return {{}, session.organisation, id.text()};
}

// A suspended member holds nothing: what she could open is taken, not only closed.
Result<void> take_everything(log::Act& act, const AccessContext& context, const Permit& permit, const MemberId& id,
                             bool despite_last_key) {
  act.run("DELETE FROM session WHERE member = $member", {{"member", id}});
  const auto after = find_member(act.writer(), id);
  auto before = *after;
  before.state = "active";
  act.run(
      "DELETE FROM log_key_seal WHERE member = $member AND EXISTS (SELECT 1 FROM log_key_seal o JOIN member m ON "
      "m.id = o.member WHERE o.organisation = log_key_seal.organisation AND o.member <> $member AND "
      "m.state = 'active')",
      {{"member", id}});
  return end_right(act, context.secrets, permit, before, *after, despite_last_key);
}

}  // namespace

Result<void> suspend(const AccessContext& context, const Session& session, const MemberId& id, bool despite_last_key) {
  return context.journal.act<void>(session.header("access.suspend", {}, subject_of(session, id)),
                                   [&](log::Act& act) -> Result<void> {
                                     const auto permit = move_state(act, session, id, "active", "suspended");
                                     if (!permit) return tl::unexpected(permit.error());
                                     return take_everything(act, context, *permit, id, despite_last_key);
                                   });
}

Result<void> unsuspend(const AccessContext& context, const Session& session, const MemberId& id) {
  return context.journal.act<void>(session.header("access.unsuspend", {}, subject_of(session, id)),
                                   [&](log::Act& act) -> Result<void> {
                                     const auto permit = move_state(act, session, id, "suspended", "active");
                                     if (!permit) return tl::unexpected(permit.error());
                                     return {};
                                   });
}

}  // namespace nrm::access
