#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "encoding.hpp"
#include "nrm/kernel/text.hpp"
#include "nrm/pathway/csv.hpp"
#include "nrm/reconciliation/declaration.hpp"

namespace nrm::reconciliation {
namespace {

constexpr std::size_t kMaxFaults = 50;  // more at once nobody mends

// What offices call the three columns, folded for comparison. The first of each is its name here.
const std::map<std::string, std::vector<std::string>>& column_names() {
  static const std::map<std::string, std::vector<std::string>> names{
      {"number", {"number", "reference", "no", "Номер", "№", "Нумар"}},
      {"date", {"date", "day", "Дата"}},
      {"need", {"need", "service", "Потребность", "Услуга", "Вид помощи", "Патрэба", "Паслуга"}}};
  return names;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

// A sign that stands for itself folds to nothing.
std::string folded(std::string_view text) {
  auto out = fold_for_search(text);
  return out.empty() ? trimmed(text) : out;
}

std::optional<std::string> column_of(std::string_view heading) {
  const auto wanted = folded(heading);
  for (const auto& [column, names] : column_names())
    if (std::ranges::any_of(names, [&](const auto& name) { return folded(name) == wanted; })) return column;
  return std::nullopt;
}

// The one that the first line has; a comma where it has none.
char separator_of(std::string_view text) {
  const auto header = text.substr(0, text.find('\n'));
  for (const char one : {'\t', ';', ','})
    if (header.find(one) != std::string_view::npos) return one;
  return ',';
}

// With commas between the cells, and without the empty lines that office programs leave behind. Nothing where a cell
// without quotes holds a comma of its own: no number, day or need does.
std::optional<std::string> with_commas(std::string_view text, char separator) {
  std::string out;
  out.reserve(text.size());
  bool quoted = false;
  for (const char letter : text) {
    if (letter == '"') quoted = !quoted;
    if (!quoted && letter == ',' && separator != ',') return std::nullopt;
    out.push_back(!quoted && letter == separator ? ',' : letter);
  }
  while (!out.empty() && (out.back() == '\n' || out.back() == '\r')) out.pop_back();
  return out;
}

std::optional<Date> day_of(std::string_view text) {
  if (const auto iso = parse_iso_date(text)) return iso;
  if (text.size() != 10 || text[2] != '.' || text[5] != '.') return std::nullopt;
  return parse_iso_date(fmt::format("{}-{}-{}", text.substr(6), text.substr(3, 2), text.substr(0, 2)));
}

// By its code, or by its label in any of the pack's languages.
std::optional<std::string> need_of(const pathway::Pack& pack, std::string_view text) {
  const auto* list = pack.find_list("service");
  if (list == nullptr) return std::nullopt;
  if (const auto* code = list->find(text)) return code->code;
  const auto wanted = folded(text);
  for (const auto& code : list->codes)
    for (const auto& [language, label] : code.labels)
      if (folded(label) == wanted) return code.code;
  return std::nullopt;
}

bool is_formula(std::string_view cell) {
  return !cell.empty() && std::string_view{"=+-@\t"}.find(cell.front()) != std::string_view::npos;
}

class FileReader {
 public:
  FileReader(const pathway::Pack& pack, const Months& period) : pack_{pack}, period_{period} {}

  Result<Declaration> read(const pathway::CsvTable& table) {
    find_columns(table);
    if (table.rows.size() > kMaxLines) fault("", "too-many", {{"max", std::to_string(kMaxLines)}});
    if (faults_.empty())
      for (const auto& row : table.rows) read_row(row);
    if (!faults_.empty()) return fail(nrm::problems::kInvalid, std::move(faults_));
    return std::move(out_);
  }

 private:
  void fault(std::string pointer, std::string code, std::map<std::string, std::string> params = {}) {
    if (faults_.size() < kMaxFaults) faults_.push_back({std::move(pointer), std::move(code), std::move(params)});
  }

  // A heading that is not known may be the one above the names: the file is refused, not the column left out.
  void find_columns(const pathway::CsvTable& table) {
    out_.kind = Declaration::Kind::list;
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
      const auto column = column_of(table.columns[at]);
      if (!column) {
        fault(fmt::format("/1/{}", at + 1), "unknown-column");
      } else if (!columns_.emplace(*column, at).second) {
        fault("/1/" + *column, "contradicts");
      }
    }
    for (const auto* needed : {"date", "need"})
      if (!columns_.contains(needed)) fault(std::string{"/1/"} + needed, "required");
  }

  std::string cell(const pathway::CsvRow& row, const std::string& column) const {
    const auto at = columns_.find(column);
    return at == columns_.end() ? std::string{} : trimmed(row.cells[at->second]);
  }

  void read_row(const pathway::CsvRow& row) {
    if (std::ranges::all_of(row.cells, [](const auto& text) { return trimmed(text).empty(); })) return;
    const auto place = [&](const char* column) { return fmt::format("/{}/{}", row.line, column); };
    const auto before = faults_.size();
    for (const auto* column : {"number", "date", "need"})
      if (is_formula(cell(row, column))) fault(place(column), "formula");
    if (faults_.size() > before) return;
    DeclaredLine line;
    line.reference = cell(row, "number");
    if (!line.reference.empty() && !is_plain_number(line.reference)) fault(place("number"), "name-like");
    read_day(line, cell(row, "date"), place("date"));
    const auto need = need_of(pack_, cell(row, "need"));
    if (!need) fault(place("need"), "not-in-list");
    line.need = need.value_or("");
    out_.lines.push_back(std::move(line));
  }

  void read_day(DeclaredLine& line, std::string_view text, std::string place) {
    const auto day = day_of(text);
    if (!day) return fault(std::move(place), "not-a-date");
    if (!period_.contains(month_of(*day)))
      return fault(std::move(place), "outside-period",
                   {{"min", to_text(period_.first)}, {"max", to_text(period_.last)}});
    line.day = *day;
  }

  const pathway::Pack& pack_;
  const Months& period_;
  std::map<std::string, std::size_t> columns_;
  std::vector<FieldProblem> faults_;
  Declaration out_;
};

Failure malformed(int line) {
  return fail(nrm::problems::kInvalid, {{fmt::format("/{}", line), "malformed-csv", {}}});
}

}  // namespace

Result<ReadFile> read_declaration(std::string_view bytes, const pathway::Pack& pack, const Months& period) {
  auto decoded = decode(bytes);
  if (!decoded) return fail(nrm::problems::kInvalid, {{"", "unknown-encoding", {}}});
  const auto text = with_commas(decoded->text, separator_of(decoded->text));
  if (!text) return malformed(1);
  const auto table = pathway::read_csv("declaration", *text);
  if (!table) return malformed(table.error().line);
  auto declaration = FileReader{pack, period}.read(*table);
  if (!declaration) return tl::unexpected(declaration.error());
  return ReadFile{std::move(*declaration), std::move(decoded->encoding)};
}

std::vector<FieldProblem> find_faults(const std::vector<DeclaredTotal>& totals, const pathway::Pack& pack,
                                      const Months& period) {
  std::vector<FieldProblem> out;
  std::set<std::pair<Month, std::string>> seen;
  for (std::size_t at = 0; at < totals.size(); ++at) {
    const auto place = fmt::format("/totals/{}/", at);
    const auto& total = totals[at];
    if (!period.contains(total.month))
      out.push_back(
          {place + "month", "outside-period", {{"min", to_text(period.first)}, {"max", to_text(period.last)}}});
    if (!pack.has_code("service", total.need)) out.push_back({place + "need", "not-in-list", {}});
    if (!seen.emplace(total.month, total.need).second) out.push_back({place + "need", "contradicts", {}});
  }
  return out;
}

}  // namespace nrm::reconciliation
