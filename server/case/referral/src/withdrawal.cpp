// What her word about a basis, and its end, mean for what was sent under it. Reactions: no keys, in the act of the
// word.
#include "withdrawal.hpp"

#include "chain.hpp"
#include "erasure.hpp"
#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/referral/handed_over.hpp"
#include "nrm/referral/team_end.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

constexpr std::string_view kDoNotContact = "do-not-contact";

std::vector<ReferralRow> referrals_under(log::Act& act, std::string_view basis) {
  std::vector<ReferralRow> out;
  for (const auto& row : act.query("SELECT referral FROM referral_case WHERE basis = $basis", {{"basis", basis}}))
    if (auto found = find_row(act.writer(), row.id<ReferralId>("referral"))) out.push_back(std::move(*found));
  return out;
}

void set_access(log::Act& act, const ReferralRow& row, consent::Access access) {
  act.run("UPDATE referral SET access = $access WHERE id = $id",
          {{"access", consent::name_of(access)}, {"id", row.id}});
}

// The receiver reads nothing of these any more: their parcels were closed before.
bool is_closed(const ReferralRow& row) {
  return row.do_not_contact || row.state == State::declined || row.state == State::redirected ||
         row.state == State::recalled || row.state == State::expired;
}

}  // namespace

// What it recorded of its own help stays its own.
void hide(log::Act& act, const ReferralRow& row) {
  if (row.do_not_contact) return;
  if (next(row.state, ArrowName::withdraw, Side::person))
    (void)take(act, row, {ArrowName::withdraw, Side::person, std::nullopt, std::string{kDoNotContact}});
  act.run("UPDATE referral SET do_not_contact = 1 WHERE id = $id", {{"id", row.id}});
  leave_queue(act, row.id);
  // A correction may hang on a younger basis: it goes with the parcel that it corrects.
  casefile::delete_seals_of_holder(act, "parcel", row.id.text(), row.to_team);
  if (const auto id = case_of(act, row.id)) follow_corrections(act, *id);
  set_access(act, row, consent::Access::ended);
  stop_question_clocks(act, row.id);
  add_history(act, row.id, {std::string{kDoNotContact}});
  tell_receiver(act, row, "referral.do-not-contact");
}

namespace {

// Unanswered, the referral lapses, and goes on to who else she agreed to. Answered, the help goes on and only the
// reading ends.
void end_reading(log::Act& act, const pathway::Pack& pack, const ReferralRow& row) {
  if (is_closed(row)) return;
  set_access(act, row, consent::Access::ended);
  casefile::delete_seals_of_holder(act, "parcel", row.id.text(), row.to_team);
  if (next(row.state, ArrowName::expire, Side::clock)) {
    (void)take(act, row, {ArrowName::expire, Side::clock, std::nullopt});
    const auto lapsed = find_row(act.writer(), row.id);
    if (row.asked && row.move_on != MoveOn::never && chain_of(act.writer(), origin_of(row)).size() > 1)
      move_on(act, pack, *lapsed);
    return;
  }
  stop_question_clocks(act, row.id);
  if (const auto id = case_of(act, row.id)) follow_corrections(act, *id);
  add_history(act, row.id, {"basis-ended", std::nullopt, act.header().actor.rule, std::nullopt});
  add_notice(act, row.from_team, "referral.basis-ended", row.id);
  add_notice(act, row.to_team, "referral.basis-ended", row.id);
}

void pause(log::Act& act, const pathway::Pack& pack, const ReferralRow& row) {
  if (is_closed(row) || row.access != consent::Access::open) return;
  set_access(act, row, consent::Access::paused);
  add_history(act, row.id, {"paused"});
  if (is_open(row.state)) clocks::pause(act, clock_subject(row.id), kConsentPaused, pack);
  tell_receiver(act, row, "referral.paused");
}

void resume(log::Act& act, const pathway::Pack& pack, const ReferralRow& row) {
  if (is_closed(row) || row.access != consent::Access::paused) return;
  set_access(act, row, consent::Access::open);
  add_history(act, row.id, {"resumed"});
  clocks::resume(act, clock_subject(row.id), kConsentPaused, pack);
  tell_receiver(act, row, "referral.resumed");
}

}  // namespace

void register_reactions(const Desk& desk) {
  auto& journal = desk.journal;
  const auto* pack = &desk.pack;
  journal.on(std::string{casefile::kCaseErased}, [](log::Act& act, std::string_view case_id) {
    act.run("DELETE FROM parcel_opening WHERE case_id = $id", {{"id", case_id}});
  });
  for (const auto moment : {casefile::kCaseClosed, casefile::kCaseOpenedInError})
    journal.on(std::string{moment}, leave_queue_of_case);
  journal.on(std::string{casefile::kTeamMerged}, move_referrals);
  journal.on(std::string{casefile::kCaseHandedOver}, hand_over_referrals);
  using Follow = std::function<void(log::Act&, const pathway::Pack&, const ReferralRow&)>;
  const auto follow = [&journal, pack](std::string_view moment, const Follow& step) {
    journal.on(std::string{moment}, [pack, step](log::Act& act, std::string_view basis) {
      for (const auto& row : referrals_under(act, basis)) step(act, *pack, row);
    });
  };
  follow(consent::kWithdrawn, [](log::Act& act, const pathway::Pack&, const ReferralRow& row) { hide(act, row); });
  follow(consent::kExpired, end_reading);
  follow(consent::kPaused, pause);
  follow(consent::kResumed, resume);
  journal.on(std::string{casefile::kValuesWritten},
             [](log::Act& act, std::string_view id) { follow_corrections(act, CaseId::from_row(std::string{id})); });
  register_clocks(desk);
  register_erasure(journal);
}

}  // namespace nrm::referral
