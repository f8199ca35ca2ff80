#include "nrm/consent/view.hpp"

#include "detail.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"
#include "rows.hpp"

namespace nrm::consent {
namespace {

std::optional<GroundNotice> notice_of(log::Act& act, const RecordedBasis& basis) {
  const auto row = act.query_one(
      "SELECT number, team, article, confirmed_by, review_due_at, reviewed_at, verdict FROM other_ground WHERE basis = "
      "$basis",
      {{"basis", basis.id}});
  if (!row) return std::nullopt;
  const auto second = row->maybe_text("confirmed_by");
  return GroundNotice{.id = basis.id,
                      .number = row->text("number"),
                      .ground = basis.ground,
                      .article = row->text("article"),
                      .purpose = basis.purpose,
                      .team = row->id<TeamId>("team"),
                      .receiver = basis.receiver,
                      .field_groups = basis.field_groups,
                      .recorded_at = basis.recorded_at,
                      .recorded_by = basis.recorded_by,
                      .confirmed_at = basis.confirmed_at,
                      .confirmed_by = second ? std::optional{MemberId::from_row(*second)} : std::nullopt,
                      .until = basis.until,
                      .state = basis.state,
                      .review_due_at = row->maybe_time("review_due_at"),
                      .reviewed_at = row->maybe_time("reviewed_at"),
                      .verdict = row->maybe_text("verdict")};
}

}  // namespace

Result<BasisView> view_basis(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  auto found = find_basis(act.writer(), id, basis, act.now());
  const auto facts = casefile::find_case(act.writer(), id);
  if (!found || !facts || !concerns(act.writer(), *found, id, permit.session().team))
    return fail(nrm::problems::kNotFound);
  auto detail = read_detail(act, permit, id, basis);
  if (!detail) return tl::unexpected(detail.error());
  auto notice = notice_of(act, *found);
  auto note = review_note(act, permit, basis);
  act.note("basis", basis.text());
  casefile::note_reader(act, permit.session(), {casefile::Compartment::casework});
  return BasisView{std::move(*found), std::move(*detail), std::move(notice), std::move(note), facts->reference};
}

}  // namespace nrm::consent
