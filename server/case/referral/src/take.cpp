#include <fmt/format.h>

#include "chain.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/places/places.hpp"
#include "running.hpp"

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

bool is_end(State state) {
  return is_final(state) || state == State::declined;
}

void keep_times(log::Act& act, const ReferralRow& row, State to) {
  if (to == State::seen) set_time(act, row.id, "seen_at");
  if (to == State::accepted || to == State::declined) set_time(act, row.id, "answered_at");
  if (to == State::completed) set_time(act, row.id, "completed_at");
  if (is_end(to) && to != State::completed)
    act.run("UPDATE referral SET ended_at = COALESCE(ended_at, $at) WHERE id = $id",
            {{"at", act.now()}, {"id", row.id}});
}

// Opening it changes nothing of the time to answer.
void end_clocks(log::Act& act, const ReferralRow& row, State to) {
  if (to == State::seen) return;
  stop_clocks(act, row.id);
  stop_moving_on(act, row.id);
  leave_queue(act, row.id);
  if (awaits_answer(row.state) && row.overdue)
    if (const auto id = case_of(act, row.id)) casefile::close_task(act, *id, kOverdueTask);
}

bool is_taken_away(State state) {
  return state == State::recalled || state == State::expired || state == State::redirected;
}

// What was declined or called back can no longer be opened, not even by a later fault in the states.
void close_parcel(log::Act& act, const ReferralRow& row, State to) {
  if (to == State::declined || is_taken_away(to))
    casefile::delete_seals_of_holder(act, "parcel", row.id.text(), row.to_team);
  // Whoever declined may still read what it was asked; what was called back or lapsed says nothing any more.
  if (!is_taken_away(to)) return;
  casefile::delete_seals_of_holder(act, "line", row.id.text(), row.to_team);
  stop_question_clocks(act, row.id);
}

// Nobody is left to be told of a change.
void forget_corrections(log::Act& act, const ReferralRow& row, State to) {
  if (to != State::declined && !is_taken_away(to)) return;
  if (const auto id = case_of(act, row.id)) follow_corrections(act, *id);
}

void keep_place(log::Act& act, const ReferralRow& row, State to) {
  if (to == State::accepted) places::confirm(act, row.id);
  if (is_end(to)) places::release(act, row.id);
}

// Nobody else needs to be asked where help is coming, or where she or the sender no longer asks.
void stand_down(log::Act& act, const ReferralRow& row, State to) {
  if (row.state == State::draft) return;
  if (to == State::accepted || to == State::recalled || to == State::ended) end_stand_ins(act, row);
}

// The other side hears of every step; what nobody on either side did, both hear. Of a stand-in the receiver hears
// nothing, and the sender that its basis is over.
void tell(log::Act& act, const ReferralRow& row, Side side, State to) {
  const auto kind = fmt::format("referral.{}", name_of(to));
  if (row.state == State::draft) {
    if (to == State::expired) add_notice(act, row.from_team, kind, row.id);
    return;
  }
  if (side != Side::sender) add_notice(act, row.from_team, kind, row.id);
  if (side != Side::receiver) tell_receiver(act, row, kind);
}

}  // namespace

Result<Standing> take(log::Act& act, const ReferralRow& row, const Step& step) {
  const auto to = next(row.state, step.arrow, step.side);
  if (!to || move(act, row, step, *to) != 1) return fail(nrm::problems::kConflict);
  keep_times(act, row, *to);
  end_clocks(act, row, *to);
  close_parcel(act, row, *to);
  forget_corrections(act, row, *to);
  keep_place(act, row, *to);
  stand_down(act, row, *to);
  const bool by_clock = step.side == Side::clock;
  add_history(act, row.id,
              {std::string{name_of(*to)}, step.actor, by_clock ? std::optional{act.header().actor.rule} : std::nullopt,
               step.reason_code});
  tell(act, row, step.side, *to);
  act.note("state", std::string{name_of(*to)});
  return Standing{*to, row.version + 1};
}

}  // namespace nrm::referral
