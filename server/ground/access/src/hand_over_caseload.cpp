#include "nrm/access/members.hpp"
#include "relation.hpp"

namespace nrm::access {

Result<std::int64_t> hand_over_caseload(const AccessContext& context, const Session& session, const MemberId& from,
                                        const MemberId& to) {
  if (from == to) return fail(problems::kNotYourself);
  const log::Subject subject{{}, session.organisation, from.text()};
  return context.journal.act<std::int64_t>(
      session.header("access.hand-over-caseload", {}, subject), [&](log::Act& act) -> Result<std::int64_t> {
        const auto giver = find_member(act.writer(), from);
        const auto taker = find_member(act.writer(), to);
        const bool in_team = giver && giver->team == session.team;
        const auto permit = decide(act, session, in_team ? Relation::own_team : Relation::instance);
        if (!permit) return tl::unexpected(permit.error());
        if (!taker || taker->team != giver->team || taker->state != "active") return fail(nrm::problems::kNotFound);
        const auto moved = context.caseload ? context.caseload(act.writer(), from) : 0;
        act.react(kCaseloadHandover, fmt::format("{}:{}", from.text(), to.text()));
        act.note("to", to.text());
        return moved;
      });
}

}  // namespace nrm::access
