#include <fmt/format.h>

#include "nrm/casefile/seal.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

std::int64_t move(log::Act& act, const ReferralRow& row, const Step& step, State to) {
  return act.run(
      "UPDATE referral SET state = $to, version = version + 1, reason_code = $reason, suggestion_team = $suggestion "
      "WHERE id = $id AND state = $from AND version = $version",
      {{"to", name_of(to)},
       {"reason", step.reason_code},
       {"suggestion", step.suggestion},
       {"id", row.id},
       {"from", name_of(row.state)},
       {"version", row.version}});
}

void set_time(log::Act& act, const ReferralId& id, std::string_view column) {
  act.run(fmt::format("UPDATE referral SET {} = $at WHERE id = $id", column), {{"at", act.now()}, {"id", id}});
}

void keep_times(log::Act& act, const ReferralRow& row, State to) {
  if (to == State::seen) set_time(act, row.id, "seen_at");
  if (to == State::accepted || to == State::declined) set_time(act, row.id, "answered_at");
  if (awaits_answer(row.state) && !awaits_answer(to)) stop_clocks(act, row.id);
}

// What was declined or called back can no longer be opened, not even by a later fault in the states.
void close_parcel(log::Act& act, const ReferralRow& row, State to) {
  if (to == State::declined || to == State::recalled || to == State::expired)
    casefile::delete_seals_of_holder(act, "parcel", row.id.text(), row.to_team);
  // Whoever declined may still read what it was asked; what was called back or lapsed says nothing any more.
  if (to == State::recalled || to == State::expired)
    casefile::delete_seals_of_holder(act, "line", row.id.text(), row.to_team);
}

// Nobody is left to be told of a change.
void forget_corrections(log::Act& act, const ReferralRow& row, State to) {
  if (to != State::declined && to != State::recalled && to != State::expired) return;
  if (const auto id = case_of(act, row.id)) follow_corrections(act, *id);
}

// The other side hears of every step; what nobody on either side did, both hear.
void tell(log::Act& act, const ReferralRow& row, Side side, State to) {
  const auto kind = fmt::format("referral.{}", name_of(to));
  if (side != Side::sender) add_notice(act, row.from_team, kind, row.id);
  if (side != Side::receiver) add_notice(act, row.to_team, kind, row.id);
}

}  // namespace

Result<Standing> take(log::Act& act, const ReferralRow& row, const Step& step) {
  const auto to = next(row.state, step.arrow, step.side);
  if (!to || move(act, row, step, *to) != 1) return fail(nrm::problems::kConflict);
  keep_times(act, row, *to);
  close_parcel(act, row, *to);
  forget_corrections(act, row, *to);
  const bool by_clock = step.side == Side::clock;
  add_history(act, row.id,
              {std::string{name_of(*to)}, step.actor, by_clock ? std::optional{act.header().actor.rule} : std::nullopt,
               step.reason_code});
  tell(act, row, step.side, *to);
  act.note("state", std::string{name_of(*to)});
  return Standing{*to, row.version + 1};
}

}  // namespace nrm::referral
