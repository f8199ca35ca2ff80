#include <fmt/format.h>

#include "rows.hpp"

namespace nrm::htcds {
namespace {

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char byte : text) {
    if (byte == '"' || byte == '\\')
      out += fmt::format("\\{}", byte);
    else if (static_cast<unsigned char>(byte) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(byte));
    else
      out += byte;
  }
  out += '"';
}

// The name forms that search opens. The standard's own fields stay beside them as they came.
void add_names(casefile::Values& values) {
  std::string forms;
  const auto add = [&](const char* field, std::string_view kind) {
    const auto at = values.find(field);
    if (at == values.end() || trim(at->second.reveal()).empty()) return;
    forms += forms.empty() ? "{\"name\":" : ",{\"name\":";
    append_json_text(forms, at->second.reveal());
    forms += fmt::format(",\"kind\":\"{}\"}}", kind);
  };
  add("identity.htcds.prs_FirstName", "given");
  add("identity.htcds.prs_MiddleName", "given");
  add("identity.htcds.prs_SecondName", "family");
  if (!forms.empty()) values.emplace("identity.names", Personal<std::string>{fmt::format("[{}]", forms)});
}

// The fault's code; nothing where the cell was taken in.
std::string read_into(RowReading& out, const Standard& standard, const StandardField& key, const std::string& raw,
                      Date today) {
  const auto* field = casefile::find_htcds_field(key.key);
  if (field == nullptr) return "unknown";
  auto reading = read_cell(standard, key, *field, raw);
  if (!reading.fault.empty()) return reading.fault;
  if (const auto fault = casefile::find_value_fault(*field, reading.value, key.key, today)) return fault->code;
  if (write_cell(*field, reading.value) != raw) out.as_written[field->compartment][key.key] = raw;
  out.values.emplace(field->name, Personal<std::string>{std::move(reading.value)});
  return {};
}

// A name that fits the standard's field and not a name form is kept in the former alone.
void drop_unfit_names(casefile::Values& values, Date today) {
  const auto at = values.find("identity.names");
  if (at == values.end()) return;
  const auto* field = casefile::find_field("identity.names");
  if (field == nullptr || casefile::find_value_fault(*field, at->second.reveal(), {}, today)) values.erase(at);
}

}  // namespace

RowReading read_row(const Standard& standard, const Columns& columns, const CsvRow& row, Date today) {
  RowReading out;
  if (!row.fault.empty()) out.faults.emplace_back("", row.fault);
  if (row.fault.empty() && row.cells.size() != columns.width) out.faults.emplace_back("", "wrong-width");
  if (!out.faults.empty()) return out;
  for (const auto& column : columns.keys) {
    const auto& raw = row.cells[column.position];
    auto fault = raw.empty() ? std::string{} : read_into(out, standard, *column.key, raw, today);
    if (!fault.empty()) out.faults.emplace_back(column.key->key, std::move(fault));
  }
  if (columns.own_id && !row.cells[*columns.own_id].empty())
    out.as_written[access::Compartment::casework][columns.own_id_name] = row.cells[*columns.own_id];
  add_names(out.values);
  drop_unfit_names(out.values, today);
  if (out.values.empty() && out.faults.empty()) out.faults.emplace_back("", "empty");
  return out;
}

}  // namespace nrm::htcds
