#include "nrm/referral/told.hpp"

#include "store.hpp"

namespace nrm::referral {

namespace {

std::string kinds_sent(storage::Reader& reader, const ReferralId& id) {
  std::string out;
  for (const auto& row :
       reader.query("SELECT compartment FROM parcel_part WHERE referral = $id ORDER BY compartment", {{"id", id}}))
    out += (out.empty() ? "" : " ") + row.text("compartment");
  return out;
}

}  // namespace

std::vector<SentReferral> referrals_of_case(storage::Reader& reader, const CaseId& id) {
  std::vector<SentReferral> out;
  for (const auto& raw : reader.query(fmt::format("SELECT {} FROM referral r JOIN referral_case c ON c.referral = r.id "
                                                  "WHERE c.case_id = $case_id AND r.asked = 1 ORDER BY r.sent_at, r.id",
                                                  kReferralColumns),
                                      {{"case_id", id}})) {
    const auto row = row_of(raw);
    out.push_back({row.id, row.reference, row.need, row.to_team, row.sent_at, row.state, row.reason_code,
                   row.do_not_contact, kinds_sent(reader, row.id)});
  }
  return out;
}

std::vector<ParcelOpening> parcel_openings_of(storage::Reader& reader, const CaseId& id) {
  std::vector<ParcelOpening> out;
  for (const auto& row : reader.query(
           "SELECT referral, at, team, body, roles, kinds, purpose FROM parcel_opening WHERE case_id = $case_id "
           "ORDER BY at, id",
           {{"case_id", id}}))
    out.push_back({row.id<ReferralId>("referral"), row.time("at"), row.id<TeamId>("team"), row.text("body"),
                   row.text("roles"), row.text("kinds"), row.text("purpose")});
  return out;
}

}  // namespace nrm::referral
