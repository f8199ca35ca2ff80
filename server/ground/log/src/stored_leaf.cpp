#include "stored_leaf.hpp"

#include "stored_tree.hpp"

namespace nrm::log {

Leaf to_leaf(const storage::Row& row) {
  Leaf out;
  if (!row.is_null("sequence")) out.sequence = static_cast<std::uint64_t>(row.integer("sequence"));
  out.action_class = row.text("action_class");
  out.hour = row.integer("hour");
  out.commitment = to_digest(row.blob("commitment"));
  out.sealed_digest = to_digest(row.blob("sealed_digest"));
  out.place_digest = !row.is_null("place")
                         ? to_digest(row.blob("place"))
                         : place_digest({row.text("leaf_id"), row.text("sealed_to"), row.maybe_text("subject_case"),
                                         row.maybe_text("organisation")});
  if (!row.is_null("erased")) out.erased = to_digest(row.blob("erased"));
  return out;
}

}  // namespace nrm::log
