#include "loader.hpp"

#include <algorithm>

namespace nrm::pathway {
namespace {

Region read_region(Loader& loader, const CsvTable& table, const CsvRow& row) {
  Region out{loader.code(table, row, "code"),
             table.cell(row, "parent"),
             table.cell(row, "type"),
             {},
             loader.origin(table, row)};
  out.names.emplace("en", table.cell(row, "name_en"));
  for (const auto* which : {"", "2"}) {
    const auto& language = table.cell(row, std::string{"local"} + which + "_lang");
    const auto& name = table.cell(row, std::string{"name_local"} + which);
    if (!language.empty() && !name.empty()) out.names.emplace(language, name);
  }
  return out;
}

Region read_district(Loader& loader, const CsvTable& table, const CsvRow& row) {
  return {loader.code(table, row, "code_ours"), loader.region(table, row, "region_iso"), table.cell(row, "type"),
          loader.labels(table, row, "name_", false), loader.origin(table, row)};
}

}  // namespace

void load_regions(Loader& loader) {
  std::set<std::string> seen;
  const auto table = loader.csv("regions/regions.csv",
                                {"code", "parent", "type", "name_en", "name_local", "local_lang", "verified", "source"},
                                {"name_iso", "name_local2", "local2_lang"});
  if (table) {
    for (const auto& row : table->rows) {
      loader.once(seen, table->cell(row, "code"), *table, row);
      loader.pack.regions.push_back(read_region(loader, *table, row));
    }
    for (const auto& row : table->rows) loader.region(*table, row, "parent");
  }
  const auto districts = loader.csv("regions/districts.csv", {"code_ours", "region_iso", "type", "verified", "source"},
                                    loader.label_columns("name_"), false);
  if (!districts) return;
  for (const auto& row : districts->rows) {
    loader.once(seen, districts->cell(row, "code_ours"), *districts, row);
    loader.pack.regions.push_back(read_district(loader, *districts, row));
  }
}

void load_terms(Loader& loader) {
  auto required = loader.label_columns("");
  for (const auto* column : {"key", "pos", "verified", "source"}) required.emplace_back(column);
  const auto table = loader.csv("terms/glossary.csv", required, {"langs_ours"});
  if (!table) return;
  std::set<std::string> seen;
  for (const auto& row : table->rows) {
    Term term{table->cell(row, "key"), loader.labels(*table, row, "", true), loader.origin(*table, row)};
    loader.once(seen, term.key, *table, row);
    loader.pack.terms.push_back(std::move(term));
  }
}

}  // namespace nrm::pathway
