#include <fmt/format.h>

#include "every_case.hpp"
#include "rows.hpp"

namespace nrm::htcds {
namespace {

struct OneCase {
  int first_line = 0;
  std::string reference;
  std::string content;
  casefile::Values values;
  std::string fault;
};

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    out.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return out;
}

// Lines of one case stand together. A line that cannot be read belongs to the case before it, which is refused whole:
// half a case is worse than none.
std::vector<OneCase> group_lines(std::string_view text) {
  std::vector<OneCase> out;
  int number = 0;
  for (const auto line : split_lines(text)) {
    ++number;
    if (trim(line).empty()) continue;
    const auto value = casefile::parse_exported_line(line);
    const bool another = out.empty() || (value && value->reference != out.back().reference);
    if (another) out.push_back({number, value ? value->reference : std::string{}, {}, {}, {}});
    auto& one = out.back();
    one.content.append(line).push_back('\n');
    if (!value)
      one.fault = "not-readable";
    else if (!one.values.emplace(value->field, value->value).second)
      one.fault = "contradicts";
  }
  return out;
}

}  // namespace

Result<Exported> export_cases(log::Journal& journal, const access::Session& session) {
  Exported out;
  const auto restricted = for_every_case(
      journal, session, "export.cases",
      [&](log::Act& act, const access::Permit& permit, const CaseId& id) -> Result<std::function<void()>> {
        auto lines = casefile::export_case_values(act, permit, id);
        if (!lines) return tl::unexpected(lines.error());
        return [&out, kept = std::move(*lines)] { out.text += kept; };
      });
  if (!restricted) return tl::unexpected(restricted.error());
  out.restricted = *restricted;
  return out;
}

Result<ImportReport> import_cases(log::Journal& journal, const access::Session& session, const pathway::Pack& pack,
                                  std::string_view lines, const ImportOptions& options) {
  if (lines.size() > kMaxBytes) return fail(problems::kUnreadableFile, {{"line:1", "too-large", {}}});
  const auto cases = group_lines(lines);
  if (cases.size() > kMaxRows) return fail(problems::kUnreadableFile, {{"line:1", "too-many-rows", {}}});
  ImportReport report;
  report.total = cases.size();
  int row = 0;
  for (const auto& one : cases) {
    ++row;
    if (!one.fault.empty()) {
      refuse(report, row, one.first_line, {{"", one.fault}});
    } else {
      const Taking taking{{fmt::format("case:{}", one.reference), one.content}, one.values, {}, row};
      const auto taken = take_in(journal, session, "import.cases", taking, pack);
      if (auto fine = count(report, taken, row, one.first_line); !fine) return tl::unexpected(fine.error());
    }
    if (options.progress) options.progress(static_cast<std::size_t>(row), report.total);
  }
  return report;
}

}  // namespace nrm::htcds
