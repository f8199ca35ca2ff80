#include "nrm/referral/of_case.hpp"

#include <fmt/format.h>

#include "store.hpp"

namespace nrm::referral {
namespace {

// What she could still end by withdrawing is open.
std::vector<ReferralRow> open_rows(storage::Reader& reader, const CaseId& id) {
  std::vector<ReferralRow> out;
  for (const auto& row : reader.query(
           fmt::format("SELECT {} FROM referral r JOIN referral_case k ON k.referral = r.id WHERE k.case_id = $id "
                       "ORDER BY r.sent_at, r.id",
                       kReferralColumns),
           {{"id", id}})) {
    auto read = row_of(row);
    if (next(read.state, ArrowName::withdraw, Side::person)) out.push_back(std::move(read));
  }
  return out;
}

}  // namespace

std::vector<OpenReferral> open_referrals_of(storage::Reader& reader, const CaseId& id) {
  std::vector<OpenReferral> out;
  for (const auto& row : open_rows(reader, id))
    if (row.asked) out.push_back({row.id, row.reference, row.need, row.state, row.from_team, row.to_team});
  return out;
}

bool was_referred(storage::Reader& reader, const CaseId& id) {
  return reader
      .query_one(
          "SELECT c.referral FROM referral_case c JOIN referral r ON r.id = c.referral WHERE c.case_id = $id AND "
          "r.asked = 1 LIMIT 1",
          {{"id", id}})
      .has_value();
}

Result<void> recall_unanswered(log::Act& act, const access::Permit& permit, const CaseId& id,
                               const std::string& reason) {
  const auto team = permit.session().team;
  for (const auto& row : open_rows(act.writer(), id)) {
    if (row.from_team != team || !(awaits_answer(row.state) || row.state == State::draft)) continue;
    // A stand-in may have ended with the one that it stood by for.
    const auto now = find_row(act.writer(), row.id);
    if (now->state != row.state) continue;
    const auto taken = take(act, row, {ArrowName::recall, Side::sender, team, reason});
    if (!taken) return tl::unexpected(taken.error());
    act.note("recalled:" + row.id.text(), reason);
  }
  return {};
}

}  // namespace nrm::referral
