#include "nrm/hsds/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "nrm/kernel/toml.hpp"

namespace nrm::hsds {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, std::string_view why) {
  throw std::runtime_error{fmt::format("{}: {}", file.string(), why)};
}

std::string kind_of(const std::filesystem::path& file, const pathway::Pack& pack, std::optional<std::string> code) {
  if (!code || !pack.has_code("service", *code))
    refuse(file, fmt::format("\"{}\" is no kind of service of the pack", code.value_or("")));
  return *code;
}

void read_places(Rules& rules, const toml::table& table, const std::filesystem::path& file, const pathway::Pack& pack) {
  const auto* places = table["public_places"].as_array();
  if (places == nullptr) return;
  for (const auto& place : *places) rules.public_places.insert(kind_of(file, pack, place.value<std::string>()));
}

void read_terms(Rules& rules, const toml::table& table, const std::filesystem::path& file, const pathway::Pack& pack) {
  const auto* terms = table["term"].as_array();
  if (terms == nullptr) return;
  for (const auto& entry : *terms) {
    const auto* term = entry.as_table();
    if (term == nullptr) refuse(file, "each [[term]] is a table");
    const auto taxonomy = (*term)["taxonomy"].value<std::string>();
    const auto name = (*term)["term"].value<std::string>();
    if (!taxonomy || !name) refuse(file, "each [[term]] says its taxonomy and its term");
    rules.terms[{*taxonomy, *name}] = kind_of(file, pack, (*term)["service"].value<std::string>());
  }
}

}  // namespace

Rules Rules::load(const std::filesystem::path& file, const pathway::Pack& pack) {
  Rules rules;
  if (!std::filesystem::exists(file)) return rules;
  auto parsed = toml::parse_file(file.string());
  if (!parsed) refuse(file, parsed.error().description());
  const auto table = std::move(parsed).table();
  for (const auto& [name, value] : table)
    if (name != "public_places" && name != "term") refuse(file, fmt::format("\"{}\" is not known", std::string{name}));
  read_places(rules, table, file, pack);
  read_terms(rules, table, file, pack);
  return rules;
}

void Rules::add(const Rules& other) {
  for (const auto& [term, kind] : other.terms) terms[term] = kind;
}

bool Rules::is_confidential(const std::set<std::string>& kinds) const {
  return !std::all_of(kinds.begin(), kinds.end(), [&](const auto& kind) { return public_places.contains(kind); });
}

}  // namespace nrm::hsds
