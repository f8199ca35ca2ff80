// What becomes of referrals whose case, or a part of it, is erased. The row stays with both teams: that help was asked
// for and how it ended is their own record, and says nothing of whom.
#include "erasure.hpp"

#include <array>

#include "chain.hpp"
#include "nrm/access/forget_notices.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/places/places.hpp"
#include "running.hpp"
#include "withdrawal.hpp"

namespace nrm::referral {
namespace {

// Both sides' keys, the sender's too: a copy of the ciphertext may lie in a backup.
constexpr std::array kOfReferral{"DELETE FROM key_seal WHERE subject = $id",
                                 "DELETE FROM parcel_part WHERE referral = $id",
                                 "DELETE FROM parcel_field WHERE referral = $id",
                                 "DELETE FROM parcel_correction_part WHERE referral = $id",
                                 "DELETE FROM parcel_correction WHERE referral = $id",
                                 "DELETE FROM referral_line WHERE referral = $id",
                                 "DELETE FROM notice WHERE referral = $id",
                                 "DELETE FROM coordination_item WHERE referral = $id",
                                 "DELETE FROM referral_case WHERE referral = $id"};

std::vector<ReferralId> referrals_of(log::Act& act, std::string_view case_id) {
  std::vector<ReferralId> out;
  for (const auto& row : act.query("SELECT referral FROM referral_case WHERE case_id = $case_id ORDER BY referral",
                                   {{"case_id", case_id}}))
    out.push_back(row.id<ReferralId>("referral"));
  return out;
}

void forget(log::Act& act, const ReferralId& id) {
  stop_clocks(act, id);
  stop_question_clocks(act, id);
  stop_moving_on(act, id);
  leave_queue(act, id);
  for (const auto* statement : kOfReferral) act.run(statement, {{"id", id}});
  access::forget_notices(act, id.text());
  // Whoever still helps her hears that; nothing else is told.
  const auto row = find_row(act.writer(), id);
  if (row && !row->do_not_contact) hide(act, *row);
  places::release(act, id);
}

// What was sent of the class went to the receiver as a copy; a part of a parcel cannot lose one field, so it goes
// whole.
void forget_part(log::Act& act, const ReferralId& id, access::Compartment kind) {
  for (const auto* statement :
       {"DELETE FROM key_seal WHERE subject = $id AND subject_kind <> 'line' AND compartment = $kind",
        "DELETE FROM parcel_part WHERE referral = $id AND compartment = $kind",
        "DELETE FROM parcel_correction_part WHERE referral = $id AND compartment = $kind"})
    act.run(statement, {{"id", id}, {"kind", access::name_of(kind)}});
}

std::set<access::Compartment> compartments_of_class(std::string_view retention_class) {
  std::set<access::Compartment> out;
  for (const auto& field : casefile::fields())
    if (field.retention_class == retention_class) out.insert(field.compartment);
  return out;
}

}  // namespace

void register_erasure(log::Journal& journal) {
  journal.on(std::string{casefile::kCaseErased}, [](log::Act& act, std::string_view case_id) {
    for (const auto& id : referrals_of(act, case_id)) forget(act, id);
  });
  journal.on(std::string{casefile::kClassErased}, [](log::Act& act, std::string_view object) {
    const auto erased = casefile::erased_class_of(object);
    for (const auto& id : referrals_of(act, erased.case_id.text())) {
      const auto row = find_row(act.writer(), id);
      if (!row || row->sent_at > erased.until) continue;
      for (const auto kind : compartments_of_class(erased.retention_class)) forget_part(act, id, kind);
    }
  });
}

}  // namespace nrm::referral
