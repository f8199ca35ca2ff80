#include "tables.hpp"

#include <filesystem>

#include "nrm/htcds/csv.hpp"

namespace nrm::hsds {
namespace {

// Each child names its parent: it goes into the parent's list.
struct IntoList {
  const char* child;
  const char* key;
  const char* parent;
  const char* list;
};
// Each holder names what it holds.
struct IntoMember {
  const char* holder;
  const char* key;
  const char* held;
  const char* member;
};

// In an order in which whatever is put somewhere is complete by then.
constexpr IntoMember kTerms[] = {{"taxonomy_term", "taxonomy_id", "taxonomy", "taxonomy_detail"},
                                 {"attribute", "taxonomy_term_id", "taxonomy_term", "taxonomy_term"}};
constexpr IntoList kLists[] = {
    {"attribute", "link_id", "service", "attributes"},
    {"language", "phone_id", "phone", "languages"},
    {"language", "service_id", "service", "languages"},
    {"language", "location_id", "location", "languages"},
    {"phone", "location_id", "location", "phones"},
    {"phone", "service_id", "service", "phones"},
    {"phone", "organization_id", "organization", "phones"},
    {"phone", "service_at_location_id", "service_at_location", "phones"},
    {"schedule", "service_id", "service", "schedules"},
    {"schedule", "location_id", "location", "schedules"},
    {"schedule", "service_at_location_id", "service_at_location", "schedules"},
    {"address", "location_id", "location", "addresses"},
    {"accessibility", "location_id", "location", "accessibility"},
    {"service_area", "service_id", "service", "service_areas"},
    {"cost_option", "service_id", "service", "cost_options"},
    {"required_document", "service_id", "service", "required_documents"},
    {"funding", "service_id", "service", "funding"},
    {"funding", "organization_id", "organization", "funding"},
    {"program", "organization_id", "organization", "programs"},
    {"organization_identifier", "organization_id", "organization", "organization_identifiers"},
    {"location", "organization_id", "organization", "locations"}};
constexpr IntoMember kPlaces[] = {{"service", "program_id", "program", "program"},
                                  {"service_at_location", "location_id", "location", "location"}};
constexpr IntoList kOffered[] = {{"service_at_location", "service_id", "service", "service_at_locations"}};

using Index = std::map<std::string, json::object*>;

Index index_of(Table& table) {
  Index out;
  for (auto& row : table) out.emplace(text_at(row.members, "id"), &row.members);
  return out;
}

// Links say where a row belongs: nested there, it needs none.
json::object without_links(const json::object& from) {
  json::object out;
  for (const auto& member : from) {
    const std::string_view name = member.key();
    const bool own = name == "parent_id" || name == "parent_organization_id" || !name.ends_with("_id");
    if (own) out[member.key()] = member.value();
  }
  return out;
}

json::array& list_in(json::object& object, std::string_view name) {
  auto& list = object[name];
  if (!list.is_array()) list = json::array{};
  return list.as_array();
}

void put(Tables& tables, const IntoList& link, Findings& findings) {
  const auto parents = index_of(tables[link.parent]);
  for (const auto& row : tables[link.child]) {
    const auto id = text_at(row.members, link.key);
    if (id.empty()) continue;
    const auto parent = parents.find(id);
    if (parent == parents.end())
      findings.note(row.place.at(std::string_view{link.key}), "no-such-object");
    else
      list_in(*parent->second, link.list).push_back(without_links(row.members));
  }
}

void put(Tables& tables, const IntoMember& link, Findings& findings) {
  const auto held = index_of(tables[link.held]);
  for (auto& row : tables[link.holder]) {
    const auto id = text_at(row.members, link.key);
    if (id.empty()) continue;
    const auto found = held.find(id);
    if (found == held.end())
      findings.note(row.place.at(std::string_view{link.key}), "no-such-object");
    else
      row.members[link.member] = without_links(*found->second);
  }
}

void read_row(const Standard& standard, const ObjectType& type, const json::object& from, const Place& place,
              Tables& tables, Findings& findings) {
  if (auto row = read_object(standard, type, from, place, Written::cells, findings))
    tables[type.name].push_back({std::move(*row), place});
}

// Of persons, or of the tables themselves: nothing of them is kept.
bool is_left_out(const ObjectType& type) {
  return type.name == "contact" || type.name == "metadata" || type.name == "meta_table_description";
}

}  // namespace

void read_json_tables(const Standard& standard, const json::object& document, const Place& place, Tables& tables,
                      Findings& findings) {
  for (const auto& member : document) {
    const auto here = place.at(std::string_view{member.key()});
    const auto* type = standard.find_table(std::string_view{member.key()});
    if (type == nullptr || !member.value().is_array()) {
      findings.note(here, "not-of-the-standard");
      continue;
    }
    if (is_left_out(*type)) continue;
    const auto& rows = member.value().as_array();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].is_object())
        read_row(standard, *type, rows[i].as_object(), here.at(i), tables, findings);
      else
        findings.fault(here.at(i), "not-an-object");
    }
  }
}

void read_csv_table(const Standard& standard, const SourceFile& file, Tables& tables, Findings& findings) {
  const Place top{file.name, ""};
  const auto* type = standard.find_table(std::filesystem::path{file.name}.filename().string());
  if (type == nullptr) return findings.note(top, "not-of-the-standard");
  if (is_left_out(*type)) return;
  const auto rows = htcds::parse_csv(file.content);
  if (!rows) return findings.fault(top.at(static_cast<std::size_t>(rows.error().line)), rows.error().code);
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto here = top.at(i - 1);
    const auto& row = (*rows)[i];
    if (!row.fault.empty() || row.cells.size() != rows->front().cells.size()) {
      findings.fault(here, row.fault.empty() ? "wrong-width" : row.fault);
      continue;
    }
    json::object cells;
    for (std::size_t at = 0; at < row.cells.size(); ++at) cells[rows->front().cells[at]] = row.cells[at];
    read_row(standard, *type, cells, here, tables, findings);
  }
}

void nest(Tables& tables, Findings& findings) {
  for (const auto& link : kTerms) put(tables, link, findings);
  for (const auto& link : kLists) put(tables, link, findings);
  for (const auto& link : kPlaces) put(tables, link, findings);
  for (const auto& link : kOffered) put(tables, link, findings);
}

}  // namespace nrm::hsds
