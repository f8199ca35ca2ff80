#include <fmt/format.h>

#include "rows.hpp"

namespace nrm::htcds {
namespace {

std::string content_of(const CsvRow& row) {
  std::string out;
  append_csv_row(out, row.cells);
  return out;
}

// Two people may have the same sparse row: the second one is another person, not a repetition.
class Sources {
 public:
  // Nothing where this file has given the id before: which row is meant, only a person can say.
  std::optional<Source> next(const Columns& columns, const CsvRow& row) {
    auto content = content_of(row);
    const auto id = columns.own_id ? std::string{trim(row.cells[*columns.own_id])} : std::string{};
    if (!id.empty()) {
      if (!ids_.insert(id).second) return std::nullopt;
      return Source{fmt::format("id:{}", id), std::move(content)};
    }
    const auto before = seen_[content]++;
    return Source{fmt::format("row:{}:{}", before, content), std::move(content)};
  }

 private:
  std::set<std::string> ids_;
  std::map<std::string, int> seen_;
};

class Import {
 public:
  Import(log::Journal& journal, const access::Session& session, const Standard& standard, const pathway::Pack& pack,
         const ImportOptions& options)
      : journal_{journal}, session_{session}, standard_{standard}, pack_{pack}, options_{options} {}

  Result<ImportReport> run(const std::vector<CsvRow>& rows, const Columns& columns) {
    report_.total = rows.size() - columns.header_rows;
    for (const auto& column : columns.keys)
      if (column.key->deprecated) report_.deprecated_columns.push_back(column.key->key);
    for (std::size_t i = columns.header_rows; i < rows.size(); ++i) {
      const auto number = i - columns.header_rows + 1;
      if (auto fine = take(columns, rows[i], static_cast<int>(number)); !fine) return tl::unexpected(fine.error());
      if (options_.progress) options_.progress(number, report_.total);
    }
    return std::move(report_);
  }

 private:
  Result<void> take(const Columns& columns, const CsvRow& row, int number) {
    auto reading = read_row(standard_, columns, row, pack_.calendar->local_date(journal_.clock().now()));
    if (!reading.faults.empty()) {
      refuse(report_, number, row.line, reading.faults);
      return {};
    }
    auto source = sources_.next(columns, row);
    if (!source) {
      refuse(report_, number, row.line, {{columns.own_id_name, "same-id-again"}});
      return {};
    }
    const Taking taking{std::move(*source), std::move(reading.values), std::move(reading.as_written), number};
    return count(report_, take_in(journal_, session_, "import.htcds", taking, pack_), number, row.line);
  }

  log::Journal& journal_;
  const access::Session& session_;
  const Standard& standard_;
  const pathway::Pack& pack_;
  const ImportOptions& options_;
  Sources sources_;
  ImportReport report_;
};

}  // namespace

Result<ImportReport> import_htcds(log::Journal& journal, const access::Session& session, const Standard& standard,
                                  const pathway::Pack& pack, std::string_view csv, const ImportOptions& options) {
  const auto rows = parse_csv(csv);
  if (!rows)
    return fail(problems::kUnreadableFile, {{fmt::format("line:{}", rows.error().line), rows.error().code, {}}});
  const auto columns = find_columns(standard, *rows, options.trust);
  if (!columns) return tl::unexpected(columns.error());
  return Import{journal, session, standard, pack, options}.run(*rows, *columns);
}

}  // namespace nrm::htcds
