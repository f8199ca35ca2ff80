#include "store.hpp"

namespace nrm::referral {
namespace {

constexpr std::string_view kDoNotContact = "do-not-contact";

std::vector<ReferralId> referrals_under(log::Act& act, std::string_view basis) {
  std::vector<ReferralId> out;
  for (const auto& row : act.query("SELECT referral FROM referral_case WHERE basis = $basis", {{"basis", basis}}))
    out.push_back(row.id<ReferralId>("referral"));
  return out;
}

// What the receiver is told is only this: do not contact; ask the sender. What it recorded of its own help stays its
// own.
void hide(log::Act& act, const ReferralRow& row) {
  if (next(row.state, ArrowName::withdraw, Side::person))
    (void)take(act, row, {ArrowName::withdraw, Side::person, std::nullopt, std::string{kDoNotContact}});
  act.run("UPDATE referral SET do_not_contact = 1 WHERE id = $id", {{"id", row.id}});
  // A correction may hang on a younger basis: it goes with the parcel that it corrects.
  casefile::delete_seals_of_holder(act, "parcel", row.id.text(), row.to_team);
  if (const auto id = case_of(act, row.id)) follow_corrections(act, *id);
  add_history(act, row.id, {std::string{kDoNotContact}});
  add_notice(act, row.to_team, "referral.do-not-contact", row.id);
}

}  // namespace

void register_reactions(log::Journal& journal) {
  journal.on(std::string{casefile::kCaseErased}, [](log::Act& act, std::string_view case_id) {
    act.run("DELETE FROM parcel_opening WHERE case_id = $id", {{"id", case_id}});
  });
  journal.on("basis.withdrawn", [](log::Act& act, std::string_view basis) {
    for (const auto& id : referrals_under(act, basis)) {
      const auto row = find_row(act.writer(), id);
      if (row && !row->do_not_contact) hide(act, *row);
    }
  });
  journal.on(std::string{casefile::kValuesWritten},
             [](log::Act& act, std::string_view id) { follow_corrections(act, CaseId::from_row(std::string{id})); });
}

}  // namespace nrm::referral
