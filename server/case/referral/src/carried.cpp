// Which versions of the case's values a referral carries, and which of them have changed since.
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/versions.hpp"
#include "nrm/referral/correction.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

using Versions = std::map<std::string, std::int64_t>;

std::vector<CarriedField> compare(log::Act& act, const ReferralId& id, const Versions& newest) {
  std::vector<CarriedField> out;
  for (const auto& row :
       act.query("SELECT field, value_version FROM parcel_field WHERE referral = $id ORDER BY field", {{"id", id}})) {
    const auto at = newest.find(row.text("field"));
    out.push_back({row.text("field"), at != newest.end() && at->second > row.integer("value_version")});
  }
  return out;
}

std::vector<ReferralRow> live_referrals(log::Act& act, const CaseId& id) {
  std::vector<ReferralRow> out;
  for (const auto& found : act.query("SELECT referral FROM referral_case WHERE case_id = $id", {{"id", id}}))
    if (auto row = find_row(act.writer(), found.id<ReferralId>("referral")); row && is_open_to_receiver(*row))
      out.push_back(std::move(*row));
  return out;
}

std::vector<Outdated> outdated_of(log::Act& act, const CaseId& id) {
  const auto newest = casefile::newest_versions(act.writer(), id);
  std::vector<Outdated> out;
  for (const auto& row : live_referrals(act, id)) {
    Outdated found{row.id, row.reference, row.need, row.to_team, {}};
    for (auto& field : compare(act, row.id, newest))
      if (field.changed) found.fields.push_back(std::move(field.name));
    if (!found.fields.empty()) out.push_back(std::move(found));
  }
  return out;
}

}  // namespace

void keep_carried(log::Act& act, const ReferralId& id, const CaseId& case_id, const std::vector<std::string>& fields) {
  const auto newest = casefile::newest_versions(act.writer(), case_id);
  for (const auto& name : fields) {
    const auto at = newest.find(name);
    act.run(
        "INSERT INTO parcel_field (referral, field, value_version) VALUES ($id, $field, $version) "
        "ON CONFLICT (referral, field) DO UPDATE SET value_version = excluded.value_version",
        {{"id", id}, {"field", name}, {"version", at == newest.end() ? 0 : at->second}});
  }
}

std::vector<CarriedField> carried_fields(log::Act& act, const ReferralId& id, const CaseId& case_id) {
  return compare(act, id, casefile::newest_versions(act.writer(), case_id));
}

void follow_corrections(log::Act& act, const CaseId& id) {
  if (outdated_of(act, id).empty())
    casefile::close_task(act, id, kCorrectionTask);
  else
    casefile::open_task(act, id, kCorrectionTask, std::nullopt);
}

Result<std::vector<Outdated>> outdated_referrals(const Desk& desk, const access::Session& session, const CaseId& id) {
  return desk.journal.act<std::vector<Outdated>>(
      session.header("referral.list-corrections", "refer", {id, session.organisation, id.text()}),
      [&](log::Act& act) -> Result<std::vector<Outdated>> {
        if (const auto may = casefile::may_work_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
        const auto permit = access::decide(act, session, access::Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        return outdated_of(act, id);
      });
}

}  // namespace nrm::referral
