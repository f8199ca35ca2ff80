#include "nrm/hsds/standard.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "nrm/kernel/id.hpp"

namespace nrm::hsds {
namespace {

namespace json = boost::json;

constexpr std::string_view kTypes[] = {
    "accessibility", "address",  "attribute", "contact",           "cost_option",
    "funding",       "language", "location",  "metadata",          "meta_table_description",
    "organization",  "phone",    "program",   "required_document", "organization_identifier",
    "schedule",      "service",  "taxonomy",  "service_area",      "service_at_location",
    "taxonomy_term"};

std::string text_of_file(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{fmt::format("cannot read {}", file.string())};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string text_at(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found && found->is_string() ? std::string{found->as_string()} : std::string{};
}

std::string named(std::string_view reference) {
  return std::string{reference.substr(0, reference.find(".json"))};
}

Member read_member(std::string_view name, const json::object& schema) {
  Member out{std::string{name}, Form::text, text_at(schema, "format"), {}, {}};
  if (const auto* values = schema.if_contains("enum"))
    for (const auto& value : values->as_array()) out.allowed.emplace(value.as_string());
  const auto type = text_at(schema, "type");
  if (schema.contains("$ref")) {
    out.form = Form::object;
    out.of = named(text_at(schema, "$ref"));
  } else if (type == "array") {
    out.form = Form::list;
    out.of = named(text_at(schema.at("items").as_object(), "$ref"));
  } else if (type == "number") {
    out.form = Form::number;
  }
  return out;
}

ObjectType read_type(const json::object& schema) {
  ObjectType out{text_at(schema, "name"), text_at(schema, "path"), {}, {}};
  for (const auto& member : schema.at("properties").as_object())
    out.members.emplace(member.key(), read_member(member.key(), member.value().as_object()));
  for (const auto& name : schema.at("required").as_array()) out.required.emplace(name.as_string());
  return out;
}

}  // namespace

Standard Standard::load(const std::filesystem::path& folder) {
  Standard out;
  for (const auto name : kTypes) {
    const auto file = folder / (std::string{name} + ".json");
    const auto text = text_of_file(file);
    try {
      out.types_.emplace(name, read_type(json::parse(text).as_object()));
    } catch (const std::exception& fault) {
      throw std::runtime_error{fmt::format("{} is no schema of HSDS 3.0: {}", file.string(), fault.what())};
    }
  }
  return out;
}

const ObjectType& Standard::type(std::string_view name) const {
  const auto found = types_.find(name);
  if (found == types_.end()) fail_bug("no such type of HSDS");
  return found->second;
}

const ObjectType* Standard::find_table(std::string_view file) const {
  for (const auto& [name, type] : types_)
    if (type.table == file) return &type;
  return nullptr;
}

}  // namespace nrm::hsds
