#include "places.hpp"

#include "nrm/kernel/text.hpp"

namespace nrm::hsds {
namespace {

// What tells nobody where to go: identifiers, codes, numbers. Every text that a person writes freely is left out.
constexpr std::string_view kTellsNoPlace[] = {"id",          "name",         "status",     "minimum_age",
                                              "maximum_age", "languages",    "attributes", "parent_organization_id",
                                              "phones",      "last_modified"};
constexpr std::string_view kOfLanguage[] = {"id", "code"};
constexpr std::string_view kOfPhone[] = {"id", "number", "extension"};
constexpr std::string_view kOfTerm[] = {"id", "code", "name", "taxonomy"};
constexpr std::string_view kId = "id:";
constexpr std::size_t kLongestCode = 8;  // of a language: "be", "zh-hans"

template <std::size_t Count>
json::object only(const json::object& from, const std::string_view (&names)[Count]) {
  json::object out;
  for (const auto name : names)
    if (const auto* found = from.if_contains(name)) out[name] = *found;
  return out;
}

template <std::size_t Count>
void narrow(json::object& document, std::string_view list, const std::string_view (&names)[Count]) {
  auto* items = document.if_contains(list);
  if (items == nullptr) return;
  for (auto& item : items->as_array()) item = only(item.as_object(), names);
}

template <class Gone>
void remove_from(json::object& document, std::string_view list, const Gone& gone) {
  auto* items = document.if_contains(list);
  if (items == nullptr) return;
  json::array kept;
  for (const auto& item : items->as_array())
    if (!gone(item.as_object())) kept.push_back(item);
  *items = std::move(kept);
}

bool is_made_of(const json::object& item, std::string_view name, std::string_view letters) {
  const auto text = text_at(item, name);
  return text.find_first_not_of(letters) == text.npos;
}

// A code or a number in which somebody wrote words is none.
void drop_words(json::object& document) {
  remove_from(document, "languages", [](const json::object& one) {
    return !is_made_of(one, "code", "abcdefghijklmnopqrstuvwxyz-") || text_at(one, "code").size() > kLongestCode;
  });
  remove_from(document, "phones",
              [](const json::object& one) { return !is_made_of(one, "number", "0123456789+-()./ \""); });
}

// The terms say what the service is: kept, without what else a term or its bearer says.
void narrow_terms(json::object& document) {
  json::array out;
  for (const auto& attribute : list_at(document, "attributes"))
    if (const auto* term = attribute.as_object().if_contains("taxonomy_term"))
      out.push_back({{"id", attribute.at("id")}, {"taxonomy_term", only(term->as_object(), kOfTerm)}});
  if (document.contains("attributes")) document["attributes"] = std::move(out);
}

// To a hundred metres or so.
std::string point_of(const json::object& location) {
  const auto* latitude = location.if_contains("latitude");
  const auto* longitude = location.if_contains("longitude");
  if (latitude == nullptr || longitude == nullptr) return {};
  return fmt::format("{:.3f} {:.3f}", latitude->to_number<double>(), longitude->to_number<double>());
}

Signs of_location(const json::object& location) {
  Signs out{std::string{kId} + text_at(location, "id")};
  if (const auto point = point_of(location); !point.empty()) out.insert("point:" + point);
  for (const auto& address : list_at(location, "addresses"))
    out.insert("address:" +
               fold_for_search(text_at(address.as_object(), "address_1") + " " + text_at(address.as_object(), "city")));
  return out;
}

bool is_withheld(const json::object& location, const Signs& withheld) {
  const auto own = of_location(location);
  return std::any_of(own.begin(), own.end(), [&](const auto& one) { return withheld.contains(one); });
}

const json::object* location_of(const json::object& at_location) {
  const auto* found = at_location.if_contains("location");
  return found && found->is_object() ? &found->as_object() : nullptr;
}

}  // namespace

Signs places_in(const json::object& document) {
  Signs out;
  for (const auto& location : list_at(document, "locations")) out.merge(of_location(location.as_object()));
  for (const auto& offered : list_at(document, "service_at_locations"))
    if (const auto* location = location_of(offered.as_object())) out.merge(of_location(*location));
  return out;
}

json::object without_places(const json::object& document) {
  auto out = only(document, kTellsNoPlace);
  narrow(out, "languages", kOfLanguage);
  narrow(out, "phones", kOfPhone);
  drop_words(out);
  narrow_terms(out);
  return out;
}

json::object without_locations(const json::object& document, const Signs& withheld) {
  auto out = document;
  remove_from(out, "locations", [&](const json::object& one) { return is_withheld(one, withheld); });
  remove_from(out, "service_at_locations", [&](const json::object& one) {
    const auto* location = location_of(one);
    return location != nullptr && is_withheld(*location, withheld);
  });
  return out;
}

Signs withheld_places(storage::Reader& reader) {
  Signs out;
  for (const auto& row : reader.query("SELECT location_id FROM hsds_withheld_place"))
    out.insert(std::string{kId} + row.text("location_id"));
  return out;
}

void withhold(log::Act& act, const Signs& places) {
  for (const auto& place : places)
    if (place.starts_with(kId))
      act.run("INSERT INTO hsds_withheld_place (location_id) VALUES ($place) ON CONFLICT (location_id) DO NOTHING",
              {{"place", place.substr(kId.size())}});
}

}  // namespace nrm::hsds
