// Erasing over again, in a database that was put back from an older backup, what was erased since.
#include <map>
#include <string>

#include "ledger_rows.hpp"

namespace nrm::retention {
namespace {

using ByDigest = std::map<crypto::Digest, std::string>;

ByDigest digests(log::Act& act, std::string_view sql, crypto::Digest (*digest_of)(std::string_view)) {
  ByDigest out;
  for (const auto& row : act.query(sql)) out.emplace(digest_of(row.text("id")), row.text("id"));
  return out;
}

}  // namespace

Replayed replay(log::Act& act, const std::vector<Erased>& entries) {
  Replayed out;
  const auto rows = digests(act, "SELECT id FROM statistics_row", &digest_of_statistics_row);
  auto cases = digests(act, "SELECT id FROM case_file", &digest_of_case);
  for (const auto& entry : entries) {
    const auto& known = entry.kind == Erased::Kind::statistics_row ? rows : cases;
    const auto at = known.find(entry.digest);
    keep_entry(act, entry);
    if (at == known.end()) continue;
    if (entry.kind == Erased::Kind::statistics_row) {
      casefile::delete_statistics_row(act, at->second);
      ++out.statistics_rows;
    } else if (entry.kind == Erased::Kind::part) {
      casefile::forget_class(act, CaseId::from_row(at->second), entry.retention_class, entry.extent, entry.at);
      ++out.parts;
    } else {
      casefile::forget_case(act, CaseId::from_row(at->second));
      cases.erase(entry.digest);
      ++out.cases;
    }
  }
  return out;
}

}  // namespace nrm::retention
