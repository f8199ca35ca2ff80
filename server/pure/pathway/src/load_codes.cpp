#include "loader.hpp"

#include <fmt/format.h>

namespace nrm::pathway {
namespace {

constexpr std::string_view kStandard = "../standards/htcds/htcds-2.0-values.csv";
constexpr std::string_view kRequiredLists[] = {"decline-reason",
                                               "outcome",
                                               "recall-reason",
                                               "sex",
                                               "age-class",
                                               "age-class-reason",
                                               "exploitation",
                                               "how-came",
                                               "purpose",
                                               "ground",
                                               "script",
                                               "organisation-kind",
                                               "takes-part-in",
                                               "team-kind",
                                               "organisation-level",
                                               "organisation-status",
                                               "legal-status"};

CodeList& list_named(Pack& pack, const std::string& name) {
  for (auto& list : pack.code_lists)
    if (list.name == name) return list;
  return pack.code_lists.emplace_back(CodeList{name, {}});
}

Code read_code(Loader& loader, const CsvTable& table, const CsvRow& row) {
  Code code{loader.code(table, row, "code"), loader.labels(table, row, "", true),
            table.cell(row, "htcds_key"),    table.cell(row, "htcds_value"),
            table.cell(row, "note"),         row.line};
  loader.origin(table, row);
  if (code.htcds_key.empty() && code.htcds_value.empty()) return code;
  if (!loader.htcds_values.contains({code.htcds_key, code.htcds_value}))
    loader.fault(table.file, row.line, "unknown-mapping",
                 fmt::format("HTCDS 2.0 has no value \"{}\" of \"{}\"", code.htcds_value, code.htcds_key));
  return code;
}

void load_lists(Loader& loader, const std::string& file, bool services) {
  auto required = loader.label_columns("");
  for (const auto* column : {"code", "htcds_key", "htcds_value", "verified", "source"}) required.emplace_back(column);
  if (!services) required.emplace_back("list");
  const auto table = loader.csv(file, required, {"note"});
  if (!table) return;
  std::set<std::string> seen;
  for (const auto& row : table->rows) {
    const auto name = services ? std::string{"service"} : loader.code(*table, row, "list");
    auto code = read_code(loader, *table, row);
    loader.once(seen, name + "/" + code.code, *table, row);
    list_named(loader.pack, name).codes.push_back(std::move(code));
  }
}

void check_team_kinds(Loader& loader) {
  for (const auto kind : kTeamKinds)
    if (!loader.pack.has_code("team-kind", kind))
      loader.fault("codes.csv", 0, "missing-code", fmt::format("the list \"team-kind\" lacks \"{}\"", kind));
}

// What a body has that somebody enters.
void check_status(Loader& loader) {
  if (!loader.pack.has_code("organisation-status", "listed"))
    loader.fault("codes.csv", 0, "missing-code", "the list \"organisation-status\" lacks \"listed\"");
}

}  // namespace

void load_standards(Loader& loader) {
  const auto table = loader.csv(std::string{kStandard}, {"key", "position", "value", "label"});
  if (!table) return;
  for (const auto& row : table->rows) loader.htcds_values.emplace(table->cell(row, "key"), table->cell(row, "value"));
}

void load_codes(Loader& loader) {
  load_lists(loader, "codes.csv", false);
  load_lists(loader, "services.csv", true);
  for (const auto list : kRequiredLists)
    if (loader.pack.find_list(list) == nullptr)
      loader.fault("codes.csv", 0, "missing-list", fmt::format("the list \"{}\" is missing", list));
  check_team_kinds(loader);
  check_status(loader);
}

}  // namespace nrm::pathway
