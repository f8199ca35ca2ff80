// The tabular forms of the standard (a CSV file for each type, or one JSON document of them) into nested objects.
#pragma once

#include "document.hpp"

namespace nrm::hsds {

struct Row {
  json::object members;
  Place place;
};
using Table = std::vector<Row>;
using Tables = std::map<std::string, Table>;  // by type: "phone"

// Rows of tables.json or of CSV files; what is no table of the standard is noted.
void read_json_tables(const Standard& standard, const json::object& document, const Place& place, Tables& tables,
                      Findings& findings);
void read_csv_table(const Standard& standard, const SourceFile& file, Tables& tables, Findings& findings);
// Puts every row where its links say; organisations and services keep organization_id and nothing else of them. A link
// to nowhere is noted.
void nest(Tables& tables, Findings& findings);

}  // namespace nrm::hsds
