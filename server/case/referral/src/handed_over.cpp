#include "nrm/referral/handed_over.hpp"

#include <fmt/format.h>

#include "nrm/casefile/handover_keys.hpp"
#include "nrm/places/places.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

constexpr std::string_view kHandedOver = "case-handed-over";

// Nobody asks himself. Help that began is the new team's own from now on; what nobody answered, a question too, needs
// no answer.
void end_own(log::Act& act, const ReferralRow& row) {
  const std::string why{kHandedOver};
  if (row.state == State::draft) {
    (void)take(act, row, {ArrowName::stand_down, Side::clock, std::nullopt, why});
  } else if (awaits_answer(row.state)) {
    (void)take(act, row, {ArrowName::recall, Side::sender, row.from_team, why});
  } else if (next(row.state, ArrowName::end, Side::receiver)) {
    places::leave_taken(act, row.id);
    (void)take(act, row, {ArrowName::end, Side::receiver, row.to_team, why});
  }
  stop_question_clocks(act, row.id);
}

// Its receiver has to know whom to ask from now on. Who only stands by knows nothing.
void go_on(log::Act& act, const ReferralRow& row) {
  if (!is_final(row.state)) tell_receiver(act, row, "referral.case-handed-over");
}

// What the receiver asked waits for the new team's answer.
void move_question_clocks(log::Act& act, const ReferralId& id, const casefile::HandedOver& moved) {
  for (const auto& row :
       act.query("SELECT id FROM referral_line WHERE referral = $id AND kind = 'question'", {{"id", id}})) {
    const clocks::Subject subject{std::string{kQuestionSubject}, row.text("id")};
    for (const auto& clock : clocks::of_subject(act.writer(), subject))
      if (clock.team == moved.from) clocks::move_to_team(act, subject, moved.into);
  }
}

}  // namespace

std::vector<ReferralId> sent_by(storage::Reader& reader, const CaseId& id, const TeamId& team) {
  std::vector<ReferralId> out;
  for (const auto& row :
       reader.query("SELECT r.id FROM referral r JOIN referral_case k ON k.referral = r.id WHERE k.case_id = $id AND "
                    "r.from_team = $team ORDER BY r.sent_at, r.id",
                    {{"id", id}, {"team", team}}))
    out.push_back(row.id<ReferralId>("id"));
  return out;
}

void hand_over_referrals(log::Act& act, std::string_view object) {
  const auto moved = casefile::handed_over_of(object);
  for (const auto& id : sent_by(act.writer(), moved.case_id, moved.from)) {
    act.run("UPDATE referral SET from_team = $into WHERE id = $id", {{"into", moved.into}, {"id", id}});
    act.run("UPDATE notice SET team = $into WHERE referral = $id AND team = $from",
            {{"into", moved.into}, {"id", id}, {"from", moved.from}});
    act.react("team.notices-moved", fmt::format("{}:{}:{}", moved.from.text(), moved.into.text(), id.text()));
    move_question_clocks(act, id, moved);
    add_history(act, id, {std::string{kHandedOver}, moved.from, std::nullopt, std::nullopt, moved.into});
    const auto row = *find_row(act.writer(), id);
    if (row.to_team == moved.into)
      end_own(act, row);
    else
      go_on(act, row);
  }
}

}  // namespace nrm::referral
