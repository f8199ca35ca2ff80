#include "life_rows.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/pathway_state.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

// One person counts once: the row of the case that stands for no one any more is left out of every figure.
Result<void> count(log::Act& act, const access::Permit& permit, const CaseId& id, bool counted) {
  CaseKeys keys{act, permit, id};
  const auto row = statistics_row_id(act, keys, id);
  if (!row) return tl::unexpected(row.error());
  act.run("UPDATE statistics_row SET counted = $counted WHERE id = $id", {{"counted", counted}, {"id", *row}});
  return {};
}

Result<void> stands_for_itself(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (const auto facts = held_alone(act, permit, id); !facts) return tl::unexpected(facts.error());
  const auto life = *life_of(act.writer(), id);
  if (life.error_marked_at) return fail(problems::kOpenedInError);
  if (life.merged_into) return fail(problems::kMerged);
  return {};
}

}  // namespace

Result<void> merge_cases(log::Act& act, const access::Permit& permit, const CaseId& survivor, const CaseId& absorbed) {
  for (const auto& id : {survivor, absorbed})
    if (const auto fine = stands_for_itself(act, permit, id); !fine) return fine;
  if (survivor == absorbed) return fail(nrm::problems::kInvalid, {{"/other_case_id", "contradicts", {}}});
  if (life_of(act.writer(), survivor)->closed_at) return fail(problems::kClosed);
  act.run("UPDATE case_file SET merged_into = $survivor, merged_at = $now, version = version + 1 WHERE id = $absorbed",
          {{"survivor", survivor}, {"now", act.now()}, {"absorbed", absorbed}});
  act.run("UPDATE case_file SET version = version + 1 WHERE id = $survivor", {{"survivor", survivor}});
  refresh_next_due(act, survivor);
  act.note("absorbed", absorbed.text());
  act.react(kCaseMerged, absorbed.text());
  return count(act, permit, absorbed, false);
}

Result<CaseId> unmerge_case(log::Act& act, const access::Permit& permit, const CaseId& absorbed) {
  if (const auto facts = held_alone(act, permit, absorbed); !facts) return tl::unexpected(facts.error());
  const auto survivor = life_of(act.writer(), absorbed)->merged_into;
  if (!survivor) return fail(problems::kNotMerged);
  act.run(
      "UPDATE case_file SET merged_into = NULL, merged_at = NULL, closed_with = NULL, version = version + 1 WHERE id = "
      "$id",
      {{"id", absorbed}});
  // What closed with a case that it no longer belongs to is closed by itself: it opens with the one it belongs to.
  act.run(std::string{kTree} +
              "UPDATE case_file SET closed_with = $id WHERE closed_with IS NOT NULL AND id <> $id AND id IN (SELECT id "
              "FROM tree) AND closed_with NOT IN (SELECT id FROM tree)",
          {{"id", absorbed}});
  for (const auto& id : {absorbed, survivor_of(act.writer(), *survivor)}) refresh_next_due(act, id);
  act.note("unmerged", absorbed.text());
  act.react(kCaseUnmerged, absorbed.text());
  if (const auto counted = count(act, permit, absorbed, true); !counted) return tl::unexpected(counted.error());
  return *survivor;
}

}  // namespace nrm::casefile
