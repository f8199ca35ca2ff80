#include <algorithm>

#include "hindrances.hpp"
#include "notes.hpp"
#include "nrm/casefile/life.hpp"

namespace nrm::handover {
namespace {

// What changed since the offer and cannot be carried over. Names no case and no group: nothing is accepted yet.
Result<void> check_ground(log::Act& act, const Row& row, const std::vector<CaseId>& parts) {
  auto& reader = act.writer();
  const bool as_offered =
      std::ranges::all_of(parts, [&](const CaseId& part) { return casefile::team_of(reader, part) == row.from_team; });
  if (!as_offered || casefile::why_read_only(reader, row.case_id)) return fail(problems::kNotNow);
  if (consent::access_under(reader, row.basis, act.now()) != consent::Access::open) return fail(problems::kNotNow);
  if (waits_for_review(reader, parts)) return fail(problems::kReviewFirst);
  if (!is_complete(reader, row)) return fail(problems::kNotComplete);
  return {};
}

// With the keys awake: whether she agreed to everything that the case holds by now. Where she did not, nothing of this
// act stays.
Result<void> check_covered(log::Act& act, const Held& held) {
  const auto coverage = coverage_of(act, held.permit, held.row.case_id, held.row.to_team);
  if (!coverage) return tl::unexpected(coverage.error());
  if (coverage->none) return fail(problems::kNotNow);
  if (!coverage->basis) return fail(problems::kNotCovered);
  return {};
}

// The old team's copy of what was written about this offer, and everybody's of what was written about earlier ones.
void forget_notes(log::Act& act, const Row& row) {
  forget_note_key(act, row.id, row.from_team);
  for (const auto& earlier :
       act.query("SELECT id, from_team, to_team FROM handover WHERE case_id = $case AND id <> $id",
                 {{"case", row.case_id}, {"id", row.id}}))
    for (const auto* team : {"from_team", "to_team"})
      forget_note_key(act, earlier.id<HandoverId>("id"), earlier.id<TeamId>(team));
}

Result<CaseId> accept_in(log::Act& act, const access::Session& session, const Held& held) {
  const auto& row = held.row;
  if (!next(row.state, Arrow::accept, held.side)) return fail(nrm::problems::kConflict);
  const auto parts = parts_of(act.writer(), row.case_id);
  if (auto fine = check_ground(act, row, parts); !fine) return tl::unexpected(fine.error());
  act.set_subject({row.case_id, session.organisation, row.id.text()});
  const auto ever_given = given_subjects(act.writer(), row);
  casefile::hand_over_keys(act, subjects_of(act.writer(), parts, row.from_team), row.from_team, row.to_team);
  for (const auto& part : parts) casefile::hand_over_case(act, held.permit, part, row.from_team);
  if (auto fine = check_covered(act, held); !fine) return tl::unexpected(fine.error());
  casefile::take_back_ahead(act, ever_given, row.to_team);
  forget_notes(act, row);
  if (auto ended = end(act, row, {Arrow::accept, held.side, session.team, session.member}); !ended)
    return tl::unexpected(ended.error());
  act.note("from-team", row.from_team.text());
  act.note("parts", std::to_string(parts.size()));
  return row.case_id;
}

}  // namespace

Result<CaseId> accept(const Desk& desk, const access::Session& session, const HandoverId& id) {
  return with_offer<CaseId>(desk, session, "handover.accept", id,
                            [&](log::Act& act, const Held& held) { return accept_in(act, session, held); });
}

}  // namespace nrm::handover
