#include "gather.hpp"

#include <filesystem>
#include <set>

#include "tables.hpp"

namespace nrm::hsds {
namespace {

// Members that are records of their own.
constexpr std::string_view kInner[] = {"service", "services", "organization", "taxonomy_terms"};

json::object without_inner(const json::object& from, std::string_view also = {}) {
  json::object out;
  for (const auto& member : from) {
    const std::string_view name = member.key();
    if (name != also && std::find(std::begin(kInner), std::end(kInner), name) == std::end(kInner))
      out[member.key()] = member.value();
  }
  return out;
}

// Which type a document is of, by what only that type has.
std::string_view type_of(const json::object& document) {
  const auto has = [&](std::string_view name) { return document.contains(name); };
  if (!has("id")) return {};
  if (has("location_type")) return "location";
  if (has("location") || (has("service_id") && has("location_id"))) return "service_at_location";
  if (has("status") && has("name")) return "service";
  if (has("taxonomy") || has("term_uri") || has("taxonomy_detail") || has("code")) return "taxonomy_term";
  if (has("version") || has("taxonomy_terms")) return "taxonomy";
  return has("name") && has("description") ? "organization" : "";
}

class Gathering {
 public:
  Gathering(const Standard& standard, Findings& findings) : standard_{standard}, findings_{findings} {}

  void file(const SourceFile& file) {
    const auto document = parse_document(file, findings_);
    if (!document) return;
    const Place top{file.name, ""};
    if (document->is_array()) return list(document->as_array(), top);
    if (!document->is_object()) return findings_.fault(top, "not-a-document");
    const auto& object = document->as_object();
    if (const auto* contents = object.if_contains("contents"); contents && contents->is_array())
      list(contents->as_array(), top.at("contents"));
    else if (is_tabular(object))
      tabular(object, top);
    else
      single(object, top, true);
  }

  void folder(const std::vector<SourceFile>& csv_files) {
    Tables tables;
    for (const auto& file : csv_files) read_csv_table(standard_, file, tables, findings_);
    take(tables);
  }

  Gathered finish() {
    Gathered out;
    merge(organisations_, out.organisations);
    merge(services_, out.services);
    place_loose(out);
    for (const auto& [type, ids] : seen_) out.objects[type] = ids.size();
    return out;
  }

 private:
  using Found = std::vector<std::pair<std::string, Record>>;

  static bool is_tabular(const json::object& object) {
    return std::any_of(object.begin(), object.end(),
                       [](const auto& member) { return std::string_view{member.key()}.ends_with(".csv"); });
  }

  void list(const json::array& items, const Place& place) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].is_object())
        single(items[i].as_object(), place.at(i), false);
      else
        findings_.fault(place.at(i), "not-an-object");
    }
  }

  void single(const json::object& object, const Place& place, bool whole) {
    const auto type = type_of(object);
    if (type == "organization") return (void)organisation(object, place, whole);
    if (type == "service") return (void)service(object, place, whole, "");
    if (type == "service_at_location") return at_location(object, place);
    if (type == "location") return location(object, place);
    if (type == "taxonomy" || type == "taxonomy_term") return taxonomy(object, type, place);
    // The answer of an API's root tells of no service.
    if (object.contains("openapi_url")) return;
    findings_.note(place, "not-a-document");
  }

  std::optional<json::object> read(std::string_view type, const json::object& from, const Place& place) {
    auto out = read_object(standard_, standard_.type(type), from, place, Written::document, findings_);
    if (out) see(type, *out);
    return out;
  }

  std::string organisation(const json::object& from, const Place& place, bool whole) {
    auto own = read("organization", without_inner(from), place);
    const auto id = own ? text_at(*own, "id") : std::string{};
    if (own) organisations_.emplace_back(id, Record{std::move(*own), whole, {}, place});
    const auto& offered = list_at(from, "services");
    for (std::size_t i = 0; i < offered.size(); ++i)
      if (offered[i].is_object()) service(offered[i].as_object(), place.at("services").at(i), whole, id);
    return id;
  }

  // Its identifier; empty where it cannot be taken.
  std::string service(const json::object& from, const Place& place, bool whole, std::string organisation) {
    if (const auto* inner = from.if_contains("organization"); inner && inner->is_object())
      organisation = this->organisation(inner->as_object(), place.at("organization"), false);
    auto own = read("service", without_inner(from), place);
    if (!own) return {};
    if (organisation.empty()) organisation = text_at(*own, "organization_id");
    own->erase("organization_id");
    own->erase("program_id");
    const auto id = text_at(*own, "id");
    services_.emplace_back(id, Record{std::move(*own), whole, std::move(organisation), place});
    return id;
  }

  void at_location(const json::object& from, const Place& place) {
    const auto* inner = from.if_contains("service");
    const auto id = inner && inner->is_object() ? service(inner->as_object(), place.at("service"), false, "")
                                                : text_at(from, "service_id");
    auto own = read("service_at_location", without_inner(from), place);
    if (!own) return;
    if (id.empty()) return findings_.note(place, "no-such-object");
    own->erase("service_id");
    own->erase("location_id");
    services_.emplace_back(
        id, Record{{{"id", id}, {"service_at_locations", json::array{std::move(*own)}}}, false, {}, place});
  }

  void location(const json::object& from, const Place& place) {
    if (auto own = read("location", from, place)) fill(locations_[text_at(*own, "id")], *own);
  }

  // Terms are kept where a service bears them; alone they tell of no service.
  void taxonomy(const json::object& from, std::string_view type, const Place& place) {
    (void)read(type, without_inner(from), place);
    const auto& terms = list_at(from, "taxonomy_terms");
    for (std::size_t i = 0; i < terms.size(); ++i)
      if (terms[i].is_object()) (void)read("taxonomy_term", terms[i].as_object(), place.at("taxonomy_terms").at(i));
  }

  void tabular(const json::object& object, const Place& place) {
    Tables tables;
    read_json_tables(standard_, object, place, tables, findings_);
    take(tables);
  }

  void take(Tables& tables) {
    for (const auto& [type, rows] : tables)
      for (const auto& row : rows) see(type, row.members);
    nest(tables, findings_);
    for (auto& row : tables["organization"])
      organisations_.emplace_back(text_at(row.members, "id"), Record{row.members, true, {}, row.place});
    for (auto& row : tables["service"]) {
      auto organisation = text_at(row.members, "organization_id");
      row.members.erase("organization_id");
      row.members.erase("program_id");
      services_.emplace_back(text_at(row.members, "id"), Record{row.members, true, std::move(organisation), row.place});
    }
  }

  // Counts the object and what is inside it.
  void see(std::string_view type, const json::object& object) {
    seen_[std::string{type}].insert(text_at(object, "id"));
    for (const auto& [name, member] : standard_.type(type).members) {
      const auto* inner = object.if_contains(name);
      if (inner == nullptr || member.of.empty()) continue;
      if (inner->is_object()) see(member.of, inner->as_object());
      if (inner->is_array())
        for (const auto& item : inner->as_array()) see(member.of, item.as_object());
    }
  }

  void merge(Found& found, std::map<std::string, Record>& into) {
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.second.whole > b.second.whole; });
    for (auto& [id, record] : found) {
      const auto [at, is_new] = into.try_emplace(id, record);
      if (is_new) continue;
      fill(at->second.members, record.members);
      if (at->second.organisation.empty()) at->second.organisation = record.organisation;
    }
  }

  // A location that came alone is added to wherever its identifier stands.
  void place_loose(Gathered& out) const {
    const auto add = [&](json::value& value) {
      if (!value.is_object()) return;
      const auto loose = locations_.find(text_at(value.as_object(), "id"));
      if (loose != locations_.end()) fill(value.as_object(), loose->second);
    };
    for (auto& [id, record] : out.organisations)
      if (auto* own = record.members.if_contains("locations"))
        for (auto& one : own->as_array()) add(one);
    for (auto& [id, record] : out.services)
      if (auto* offered = record.members.if_contains("service_at_locations"))
        for (auto& one : offered->as_array())
          if (auto* at = one.as_object().if_contains("location")) add(*at);
  }

  const Standard& standard_;
  Findings& findings_;
  Found organisations_, services_;
  std::map<std::string, json::object> locations_;
  std::map<std::string, std::set<std::string>> seen_;
};

}  // namespace

Gathered gather(const Standard& standard, const std::vector<SourceFile>& files, Findings& findings) {
  Gathering gathering{standard, findings};
  std::map<std::string, std::vector<SourceFile>> csv_of_folder;
  for (const auto& file : files) {
    const std::filesystem::path path{file.name};
    if (path.extension() == ".csv")
      csv_of_folder[path.parent_path().string()].push_back(file);
    else
      gathering.file(file);
  }
  for (const auto& [folder, tables] : csv_of_folder) gathering.folder(tables);
  return gathering.finish();
}

}  // namespace nrm::hsds
