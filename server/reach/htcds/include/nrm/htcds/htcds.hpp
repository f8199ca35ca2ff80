// Cases in and out as the IOM's HTCDS 2.0 (CSV) and as our own JSON lines. Whoever calls is signed in: what arrives is
// sealed to her team, what leaves she could have read.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/htcds/standard.hpp"
#include "nrm/kernel/problem.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::htcds {

namespace problems {
inline constexpr ProblemType kUnreadableFile{"htcds.unreadable-file", 422};  // not a table at all; line and why
inline constexpr ProblemType kUnknownColumns{"htcds.unknown-columns", 422};  // nothing is left out silently
inline constexpr ProblemType kHeadersDisagree{"htcds.headers-disagree",
                                              422};  // key row and label row; say which counts
}  // namespace problems
std::vector<ProblemType> htcds_problems();

storage::Schema schema();

// IOM's Excel templates carry a hidden row of keys above the labels, and in five columns the two contradict each other.
enum class Trust { ask, keys, labels };

// After each row: rows done, rows in all. For showing progress.
using Progress = std::function<void(std::size_t done, std::size_t total)>;

struct ImportOptions {
  Trust trust = Trust::ask;
  Progress progress = {};
};

struct Refusal {
  int row = 0;         // from 1, header not counted
  int line = 0;        // in the file
  std::string column;  // a key; empty where the row itself is at fault
  std::string reason;  // a field code: "not-in-list", "one-value-only", "not-a-date", …
};
struct ImportReport {
  std::size_t total = 0;
  std::size_t imported = 0;
  std::size_t already_there = 0;  // by an earlier run; imported + already_there + refused == total
  std::size_t refused = 0;
  std::vector<Refusal> refusals;                // at least one for each refused row
  std::vector<std::string> deprecated_columns;  // kept, but the standard has dropped them
};

// Each row becomes a case of the session's team with its basis missing: it cannot be referred until one is recorded.
// A row is an act of its own, so a run that broke off is taken up by running it again; a row already imported is not
// imported twice. A row's own id is a column case_Id, cas_Id, vic_Id or row_Id; without one its content is.
Result<ImportReport> import_htcds(log::Journal& journal, const access::Session& session, const Standard& standard,
                                  const pathway::Pack& pack, std::string_view csv, const ImportOptions& options = {});

struct ExportOptions {
  bool all_columns = false;      // also keys that no case has
  bool for_spreadsheet = false;  // a leading = + - @ TAB CR gets an apostrophe: no longer byte for byte
};
struct Exported {
  std::string text;
  std::size_t restricted = 0;  // cases left out: a restriction keeps them from the member
};
// Every case of the team that holds an HTCDS value; cells as they came in unless somebody changed the value since.
Result<Exported> export_htcds(log::Journal& journal, const access::Session& session, const Standard& standard,
                              const ExportOptions& options = {});

// Our own pair: every field the member may open, one JSON line each, byte for byte.
Result<Exported> export_cases(log::Journal& journal, const access::Session& session);
Result<ImportReport> import_cases(log::Journal& journal, const access::Session& session, const pathway::Pack& pack,
                                  std::string_view lines, const ImportOptions& options = {});

}  // namespace nrm::htcds
