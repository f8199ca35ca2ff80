#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "moments.hpp"
#include "nrm/pathway/csv.hpp"
#include "nrm/pathway/simulate.hpp"

namespace nrm::pathway {
namespace {

constexpr std::array<std::string_view, 4> kColumns{"case", "moment", "at", "state"};

void check_columns(const CsvTable& table, PackFaults& faults) {
  for (const auto column : {"case", "moment", "at"})
    if (!table.has_column(column))
      faults.push_back({table.file, 1, "missing-column", fmt::format("the column \"{}\" is missing", column)});
  for (const auto& column : table.columns)
    if (std::find(kColumns.begin(), kColumns.end(), column) == kColumns.end())
      faults.push_back(
          {table.file, 1, "unknown-column", fmt::format("the column \"{}\" is not one of this file", column)});
}

bool names_a_state(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < text.size();
}

bool among(const std::string_view* begin, const std::string_view* end, std::string_view one) {
  return std::find(begin, end, one) != end;
}

// What is wrong with the cell `state` beside that moment; empty where it fits.
std::string wrong_state(std::string_view moment, std::string_view state) {
  if (moment == "state") return names_a_state(state) ? "" : "needs the state that was reached, as TRACK/STATE";
  if (moment == "pause" || moment == "resume")
    return among(std::begin(kPauseReasons), std::end(kPauseReasons), state) ? "" : "needs a reason to stand still";
  if (moment == "clock.ended") return state.empty() ? "needs the clock that ended" : "";
  if (moment == "referral.sent") return state.empty() || state == "urgent" ? "" : "is \"urgent\" or empty here";
  return state.empty() ? "" : "stays empty beside this moment";
}

std::optional<CaseMoment> read_moment(const CsvTable& table, const CsvRow& row, PackFaults& faults) {
  const auto& moment = table.cell(row, "moment");
  const auto& state = table.cell(row, "state");
  const auto count = faults.size();
  const auto fault = [&](const char* code, std::string message) {
    faults.push_back({table.file, row.line, code, std::move(message)});
  };
  if (table.cell(row, "case").empty()) fault("missing-case", "the line does not say of which case it is");
  const auto at = parse_rfc3339(table.cell(row, "at"));
  if (!at) fault("bad-time", fmt::format("\"{}\" is not a time such as 2018-04-27T09:00:00Z", table.cell(row, "at")));
  if (!is_told_moment(moment))
    fault("unknown-moment", fmt::format("\"{}\" is not a moment that comes", moment));
  else if (const auto wrong = wrong_state(moment, state); !wrong.empty())
    fault("bad-state", fmt::format("\"{}\" in \"state\": it {}", state, wrong));
  if (faults.size() != count) return std::nullopt;
  return CaseMoment{table.cell(row, "case"), moment, *at, state, row.line};
}

}  // namespace

tl::expected<std::vector<CaseMoment>, PackFaults> read_caseload(std::string file, std::string_view text) {
  const auto table = read_csv(std::move(file), text);
  if (!table) return tl::unexpected(PackFaults{table.error()});
  PackFaults faults;
  check_columns(*table, faults);
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  std::vector<CaseMoment> out;
  for (const auto& row : table->rows)
    if (auto moment = read_moment(*table, row, faults)) out.push_back(std::move(*moment));
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return out;
}

}  // namespace nrm::pathway
