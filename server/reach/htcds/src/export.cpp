#include <algorithm>

#include "every_case.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/sealing.hpp"
#include "rows.hpp"

namespace nrm::htcds {
namespace {

struct ExportedCase {
  std::string own_id_name;
  std::string own_id;
  Cells cells;
};

std::vector<std::string> names_held(log::Act& act, const access::Session& session, const Standard& standard,
                                    const CaseId& id) {
  const auto entitled = access::compartments_of(session.roles);
  const auto present = casefile::fields_present(act.writer(), id);
  std::vector<std::string> out;
  for (const auto& key : standard.fields()) {
    const auto* field = casefile::find_htcds_field(key.key);
    const bool held = field != nullptr && entitled.contains(field->compartment);
    if (held && present.contains(std::string{field->name})) out.emplace_back(field->name);
  }
  return out;
}

Cells as_written(log::Act& act, const access::Permit& permit, const access::Session& session, const CaseId& id) {
  Cells out;
  for (const auto kind : access::compartments_of(session.roles)) {
    const auto note = casefile::read_note(act, permit, id, kind, std::string{casefile::kAsWrittenNote});
    if (note) out.merge(decode_cells(note->reveal()));
  }
  return out;
}

// As written where the cell still says what the case says; else as the value stands now.
std::string cell_of(const Standard& standard, const StandardField& key, const casefile::Field& field,
                    const std::string& value, const Cells& written) {
  const auto raw = written.find(key.key);
  if (raw != written.end() && read_cell(standard, key, field, raw->second).value == value) return raw->second;
  return write_cell(field, value);
}

Result<ExportedCase> read_case(log::Act& act, const access::Permit& permit, const access::Session& session,
                               const Standard& standard, const CaseId& id) {
  const auto values = casefile::read_fields(act, permit, id, names_held(act, session, standard, id));
  if (!values) return tl::unexpected(values.error());
  const auto written = as_written(act, permit, session, id);
  ExportedCase out;
  for (const auto& key : standard.fields()) {
    const auto* field = casefile::find_htcds_field(key.key);
    if (field == nullptr) continue;
    const auto at = values->find(std::string{field->name});
    if (at != values->end()) out.cells[key.key] = cell_of(standard, key, *field, at->second.reveal(), written);
  }
  for (const auto& [name, cell] : written)
    if (standard.find_key(name) == nullptr) {
      out.own_id_name = name;
      out.own_id = cell;
    }
  return out;
}

std::string own_id_of(const std::vector<ExportedCase>& cases) {
  const auto found = std::ranges::find_if(cases, [](const auto& one) { return !one.own_id_name.empty(); });
  return found == cases.end() ? std::string{} : found->own_id_name;
}

std::vector<std::string> columns_of(const Standard& standard, const std::vector<ExportedCase>& cases, bool all) {
  std::vector<std::string> out;
  for (const auto& key : standard.fields())
    if (all || std::ranges::any_of(cases, [&](const auto& one) { return one.cells.contains(key.key); }))
      out.push_back(key.key);
  return out;
}

std::string render(const Standard& standard, const std::vector<ExportedCase>& cases, const ExportOptions& options) {
  const auto own_id = own_id_of(cases);
  const auto columns = columns_of(standard, cases, options.all_columns);
  if (columns.empty()) return {};
  std::vector<std::string> row;
  if (!own_id.empty()) row.push_back(own_id);
  row.insert(row.end(), columns.begin(), columns.end());
  std::string out;
  append_csv_row(out, row);
  for (const auto& one : cases) {
    row.clear();
    if (!own_id.empty()) row.push_back(one.own_id);
    for (const auto& key : columns) {
      const auto at = one.cells.find(key);
      row.push_back(at == one.cells.end() ? std::string{} : at->second);
    }
    if (options.for_spreadsheet) std::ranges::transform(row, row.begin(), neutralise);
    append_csv_row(out, row);
  }
  return out;
}

}  // namespace

Result<Exported> export_htcds(log::Journal& journal, const access::Session& session, const Standard& standard,
                              const ExportOptions& options) {
  std::vector<ExportedCase> cases;
  const auto restricted = for_every_case(
      journal, session, "export.htcds",
      [&](log::Act& act, const access::Permit& permit, const CaseId& id) -> Result<std::function<void()>> {
        auto one = read_case(act, permit, session, standard, id);
        if (!one) return tl::unexpected(one.error());
        return [&cases, kept = std::move(*one)]() mutable {
          if (!kept.cells.empty()) cases.push_back(std::move(kept));
        };
      });
  if (!restricted) return tl::unexpected(restricted.error());
  return Exported{render(standard, cases, options), *restricted};
}

}  // namespace nrm::htcds
