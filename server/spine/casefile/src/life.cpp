#include "nrm/casefile/life.hpp"

#include "life_rows.hpp"

namespace nrm::casefile {

std::string_view state_of(const Life& life) {
  if (life.error_marked_at) return "opened-in-error";
  if (life.merged_into) return "merged";
  return life.closed_at ? "closed" : "open";
}

Life life_from(const storage::Row& row) {
  const auto closed_by = row.maybe_text("closed_by");
  const auto merged_into = row.maybe_text("merged_into");
  return {.closed_at = row.maybe_time("closed_at"),
          .closed_by = closed_by ? std::optional{MemberId::from_row(*closed_by)} : std::nullopt,
          .error_marked_at = row.maybe_time("error_marked_at"),
          .merged_into = merged_into ? std::optional{CaseId::from_row(*merged_into)} : std::nullopt};
}

std::optional<Life> life_of(storage::Reader& reader, const CaseId& id) {
  const auto row = reader.query_one(
      "SELECT closed_at, closed_by, error_marked_at, merged_into FROM case_file WHERE id = $id", {{"id", id}});
  return row ? std::optional{life_from(*row)} : std::nullopt;
}

std::optional<Problem> why_read_only(storage::Reader& reader, const CaseId& id) {
  const auto life = life_of(reader, id);
  if (!life) return Problem{nrm::problems::kNotFound};
  if (life->error_marked_at) return Problem{problems::kOpenedInError};
  if (life->merged_into) return Problem{problems::kMerged};
  if (life->closed_at) return Problem{problems::kClosed};
  return std::nullopt;
}

CaseId survivor_of(storage::Reader& reader, const CaseId& id) {
  CaseId at = id;
  for (;;) {
    const auto life = life_of(reader, at);
    if (!life || !life->merged_into) return at;
    at = *life->merged_into;
  }
}

std::vector<Absorbed> absorbed_by(storage::Reader& reader, const CaseId& id) {
  std::vector<Absorbed> out;
  for (const auto& row :
       reader.query(std::string{kTree} + "SELECT c.id, c.reference, c.merged_into, c.merged_at FROM tree t JOIN "
                                         "case_file c ON c.id = t.id WHERE c.id <> $id ORDER BY c.merged_at, c.id",
                    {{"id", id}}))
    out.push_back({row.id<CaseId>("id"), row.text("reference"), row.id<CaseId>("merged_into"), row.time("merged_at")});
  return out;
}

std::vector<CaseId> with_absorbed(storage::Reader& reader, const CaseId& id) {
  std::vector<CaseId> out;
  for (const auto& row : reader.query(std::string{kTree} + "SELECT id FROM tree ORDER BY id", {{"id", id}}))
    out.push_back(row.id<CaseId>("id"));
  return out;
}

}  // namespace nrm::casefile
