#include "nrm/log/erasure.hpp"

#include "erasure.hpp"
#include "keys.hpp"
#include "stored_leaf.hpp"
#include "stored_tree.hpp"

namespace nrm::log {
namespace {

void forget_entry(Act& act, const storage::Row& row) {
  act.run(
      "UPDATE log_leaf SET sealed_detail = NULL, sealed_to = $erased, subject_case = NULL, place = $place WHERE "
      "leaf_id = $leaf",
      {{"erased", kErasedOwner}, {"place", ByteView{to_leaf(row).place_digest}}, {"leaf", row.text("leaf_id")}});
}

// Of every erasure so far: the newest leaf alone must not tell which entries were of one person.
Digest digest_of_all_erased(Act& act) {
  std::vector<Digest> gone;
  for (const auto& row : act.query("SELECT sealed_digest FROM log_leaf WHERE sealed_detail IS NULL"))
    gone.push_back(to_digest(row.blob("sealed_digest")));
  return erased_digest(std::move(gone));
}

}  // namespace

std::int64_t erase_case_entries(Act& act, const CaseId& case_id) {
  if (act.header().subject.case_id == case_id) fail_bug("the leaf of an erasure must not name the case");
  const auto rows =
      act.query(fmt::format("SELECT {} FROM log_leaf WHERE subject_case = $case", kLeafColumns), {{"case", case_id}});
  for (const auto& row : rows) forget_entry(act, row);
  act.run("DELETE FROM log_key WHERE owner = $owner", {{"owner", owner_name(case_id)}});
  act.note(std::string{kErasedNote}, to_hex(digest_of_all_erased(act)));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace nrm::log
