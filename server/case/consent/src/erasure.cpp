// What becomes of the bases of a case that is erased, and of the class "consent-record".
#include "nrm/casefile/erasure.hpp"

#include "detail.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/consent/clocks.hpp"
#include "rows.hpp"

#include <fmt/format.h>

namespace nrm::consent {
namespace {

constexpr std::string_view kConsentRecord = "consent-record";

void forget_case(log::Act& act, std::string_view case_id) {
  for (const auto& row : act.query("SELECT id FROM consent_basis WHERE case_id = $id", {{"id", case_id}}))
    stop_clocks(act, row.id<BasisId>("id"));
  for (const auto* table : {"other_ground", "consent_notice", "consent_basis"})
    act.run(fmt::format("DELETE FROM {} WHERE case_id = $id", table), {{"id", case_id}});
}

// Without the record of what she agreed to nobody may go on by it.
void forget_basis(log::Act& act, const CaseId& id, const RecordedBasis& basis) {
  if (basis.decision != Decision::refusal && !basis.withdrawn_at) end_basis(act, basis.id, End::erased);
  forget_details(act, id, basis.id);
  act.run("DELETE FROM other_ground WHERE basis = $basis", {{"basis", basis.id}});
  act.run("DELETE FROM consent_basis WHERE id = $basis", {{"basis", basis.id}});
}

void forget_record(log::Act& act, std::string_view object) {
  const auto erased = casefile::erased_class_of(object);
  if (erased.retention_class != kConsentRecord) return;
  for (const auto& basis : bases_of_case(act.writer(), erased.case_id, act.now()))
    if (basis.recorded_at <= erased.until) forget_basis(act, erased.case_id, basis);
  act.run("DELETE FROM consent_notice WHERE case_id = $id AND recorded_at <= $until",
          {{"id", erased.case_id}, {"until", erased.until}});
  casefile::ask_rekey(act, erased.case_id);
}

}  // namespace

void register_erasure(log::Journal& journal) {
  journal.on(std::string{casefile::kCaseErased}, forget_case);
  journal.on(std::string{casefile::kClassErased}, forget_record);
}

}  // namespace nrm::consent
