#include "faults.hpp"

#include <yaml-cpp/yaml.h>

#include <stdexcept>

namespace nrm::api {
namespace {

const YAML::Node& description() {
  static const YAML::Node document = YAML::LoadFile(NRM_SOURCE_DIR "/api/openapi.yaml");
  return document;
}

YAML::Node resolved(YAML::Node schema) {
  if (schema["anyOf"]) schema.reset(schema["anyOf"][0]);
  if (!schema["$ref"]) return schema;
  const auto name = schema["$ref"].as<std::string>();
  return resolved(description()["components"]["schemas"][name.substr(name.rfind('/') + 1)]);
}

YAML::Node body_schema(const Call& good, const std::string& pattern) {
  std::string method{http::name_of(good.method)};
  for (auto& letter : method) letter = static_cast<char>(std::tolower(letter));
  return resolved(description()["paths"][pattern][method]["requestBody"]["content"]["application/json"]["schema"]);
}

// Every place within a body, with the schema that describes it; none below a value whose form GET /fields gives.
struct Place {
  std::string pointer;
  json::value value;
  YAML::Node schema;
};

void collect(std::vector<Place>& out, const std::string& pointer, const json::value& value, const YAML::Node& schema) {
  if (!pointer.empty()) out.push_back({pointer, value, schema});
  if (const auto* object = value.if_object())
    for (const auto& member : *object) {
      const std::string name{member.key()};
      const auto described = schema["properties"] ? schema["properties"][name] : schema["additionalProperties"];
      collect(out, pointer + "/" + name, member.value(),
              described && described.IsMap() ? resolved(described) : YAML::Node{});
    }
  if (const auto* array = value.if_array(); array != nullptr && !array->empty())
    collect(out, pointer + "/0", array->at(0), schema["items"] ? resolved(schema["items"]) : YAML::Node{});
}

json::value with(json::value body, const std::string& pointer, const json::value& value) {
  boost::system::error_code fault;
  *body.find_pointer(pointer, fault) = value;
  if (fault) throw std::logic_error{"no such place: " + pointer};
  return body;
}

std::string with_bytes(const json::value& body, const std::string& pointer, const std::string& bytes) {
  const std::string mark = "here-stand-the-bytes";
  auto text = json::serialize(with(body, pointer, json::string{mark}));
  return text.replace(text.find(mark), mark.size(), bytes);
}

// Longer than any limit there is, where the limit of this place is not in the description.
constexpr std::size_t kBeyondAll = 20'001;

std::size_t beyond_limit(const Place& place) {
  const auto max = place.schema["maxLength"];
  const bool limited_otherwise = place.schema["enum"] || place.schema["format"];
  if (max) return max.as<std::size_t>() + 1;
  if (!limited_otherwise && !place.pointer.starts_with("/values/"))
    throw std::logic_error{"api/openapi.yaml states no limit of " + place.pointer};
  return kBeyondAll;
}

void add_of_place(std::vector<Faulty>& out, const json::value& body, const Place& place) {
  const json::value wrong = place.value.is_number() || place.value.is_string() || place.value.is_null()
                                ? json::value(json::array{json::array{}})
                                : json::value("neither");
  out.push_back({"wrong type of " + place.pointer, json::serialize(with(body, place.pointer, wrong)), place.pointer});
  if (place.value.is_string()) {
    const std::string long_text(beyond_limit(place), 'x');
    out.push_back({"too long " + place.pointer, json::serialize(with(body, place.pointer, json::string{long_text})),
                   place.pointer});
    out.push_back({"broken UTF-8 in " + place.pointer, with_bytes(body, place.pointer, "\xC3\x28"), place.pointer});
    out.push_back({"NUL in " + place.pointer, with_bytes(body, place.pointer, "a\\u0000b"), place.pointer});
    out.push_back(
        {"half a surrogate pair in " + place.pointer, with_bytes(body, place.pointer, "\\ud800"), place.pointer});
  }
  if (place.value.is_object()) {
    auto changed = place.value;
    changed.as_object()["unheard_of"] = 1;
    out.push_back({"unknown field in " + place.pointer, json::serialize(with(body, place.pointer, changed)),
                   place.pointer + "/unheard_of"});
  }
}

void add_missing(std::vector<Faulty>& out, const json::object& body, const YAML::Node& schema) {
  for (const auto& name : schema["required"]) {
    auto changed = body;
    changed.erase(name.as<std::string>());
    out.push_back({"without " + name.as<std::string>(), json::serialize(changed), "/" + name.as<std::string>()});
  }
}

void add_of_text(std::vector<Faulty>& out, const std::string& text) {
  const std::string deep(200'000, '[');
  out.push_back({"cut by a byte", text.substr(0, text.size() - 1), ""});
  out.push_back({"cut in half", text.substr(0, text.size() / 2), ""});
  out.push_back({"something behind it", text + "{}", ""});
  out.push_back({"200,000 deep", R"({"a":)" + deep + std::string(200'000, ']') + "}", ""});
  out.push_back({"200,000 deep and cut", deep, ""});
  out.push_back({"an array", "[" + text + "]", ""});
  out.push_back({"not JSON", "name=value", ""});
}

}  // namespace

std::vector<Faulty> faulty_copies(const Call& good, const std::string& pattern) {
  const auto body = good.body.is_null() ? json::value(json::object{}) : good.body;
  std::vector<Faulty> out;
  auto unknown = body;
  unknown.as_object()["unheard_of"] = 1;
  out.push_back({"unknown field", json::serialize(unknown), "/unheard_of"});
  add_of_text(out, json::serialize(body));
  if (good.body.is_null()) return out;
  const auto schema = body_schema(good, pattern);
  std::vector<Place> places;
  collect(places, "", body, schema);
  for (const auto& place : places) add_of_place(out, body, place);
  add_missing(out, body.as_object(), schema);
  for (const auto& member : body.as_object()) {
    const auto twice = "\"" + std::string{member.key()} + "\":" + json::serialize(member.value()) + ",";
    out.push_back({"twice " + std::string{member.key()}, "{" + twice + json::serialize(body).substr(1),
                   "/" + std::string{member.key()}});
  }
  return out;
}

}  // namespace nrm::api
