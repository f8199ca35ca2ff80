#include "languages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "nrm/kernel/toml.hpp"

namespace nrm::i18n {
namespace {

toml::table parse(const std::filesystem::path& file) {
  auto parsed = toml::parse_file(file.string());
  if (parsed) return std::move(parsed).table();
  const auto& fault = parsed.error();
  throw std::runtime_error{fmt::format("{}:{}: {}", file.string(), fault.source().begin.line, fault.description())};
}

void check_direction(const std::filesystem::path& file, std::string_view tag, const toml::table& entry) {
  const auto direction = entry["direction"].value_or(std::string{});
  if (direction == "ltr" || direction == "rtl") return;
  throw std::runtime_error{
      fmt::format("{}:{}: key \"{}.direction\" must be ltr or rtl", file.string(), entry.source().begin.line, tag)};
}

}  // namespace

std::vector<Language> read_languages(const std::filesystem::path& file) {
  std::vector<std::pair<std::uint32_t, Language>> found;
  const auto document = parse(file);
  for (const auto& [tag, node] : document) {
    const auto* entry = node.as_table();
    if (!entry) throw std::runtime_error{fmt::format("{}: key \"{}\" is not a table", file.string(), tag.str())};
    check_direction(file, tag.str(), *entry);
    found.emplace_back(entry->source().begin.line,
                       Language{std::string{tag.str()}, (*entry)["complete"].value_or(false)});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Language> languages;
  languages.reserve(found.size());
  for (auto& [line, language] : found) languages.push_back(std::move(language));
  return languages;
}

}  // namespace nrm::i18n
