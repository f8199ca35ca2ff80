#include "nrm/i18n/catalogue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "flat_json.hpp"
#include "languages.hpp"
#include "message.hpp"

namespace nrm::i18n {
namespace {

namespace fs = std::filesystem;

struct Entry {
  Message message;
  std::string file;
};
using Table = std::map<std::string, Entry, std::less<>>;

[[noreturn]] void refuse(std::string_view file, std::string_view key, std::string_view why) {
  throw std::runtime_error{fmt::format("{}: key \"{}\" {}", file, key, why)};
}

std::vector<fs::path> json_files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) throw std::runtime_error{fmt::format("{}: no such folder", folder.string())};
  for (const auto& entry : fs::directory_iterator{folder}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void add_message(Table& table, const std::string& language, const fs::path& file, const std::string& key,
                 const std::string& pattern) {
  const auto known = table.find(key);
  if (known != table.end()) refuse(file.string(), key, "stands in " + known->second.file + " too");
  try {
    table.emplace(key, Entry{Message{language, pattern}, file.string()});
  } catch (const std::invalid_argument& fault) {
    refuse(file.string(), key, fault.what());
  }
}

Table read_language(const fs::path& root, const std::string& language) {
  Table table;
  for (const auto& file : json_files_in(root / language)) {
    for (const auto& [key, pattern] : read_flat_json(file)) add_message(table, language, file, key, pattern);
  }
  return table;
}

}  // namespace

struct Catalogue::Impl {
  std::vector<std::string> all;
  std::vector<std::string> complete;
  std::map<std::string, Table, std::less<>> tables;

  void check() const;
  void check_complete(const std::string& lacking) const;
  void check_parameters(const std::string& key, const Entry& entry) const;
  const Entry* find(std::string_view language, std::string_view key) const;
};

const Entry* Catalogue::Impl::find(std::string_view language, std::string_view key) const {
  const auto table = tables.find(language);
  if (table == tables.end()) return nullptr;
  const auto entry = table->second.find(key);
  return entry == table->second.end() ? nullptr : &entry->second;
}

void Catalogue::Impl::check() const {
  for (const auto& language : complete) check_complete(language);
  for (const auto& [language, table] : tables) {
    for (const auto& [key, entry] : table) check_parameters(key, entry);
  }
}

// A key of any language must stand in every complete one.
void Catalogue::Impl::check_complete(const std::string& lacking) const {
  for (const auto& [language, table] : tables) {
    for (const auto& [key, entry] : table) {
      if (!find(lacking, key)) refuse(entry.file, key, fmt::format("is missing in the complete language {}", lacking));
    }
  }
}

void Catalogue::Impl::check_parameters(const std::string& key, const Entry& entry) const {
  for (const auto& language : complete) {
    const auto* other = find(language, key);
    if (!other || other->message.parameters() == entry.message.parameters()) continue;
    refuse(entry.file, key,
           fmt::format("takes the parameters {{{}}}, but {{{}}} in {}", fmt::join(entry.message.parameters(), ", "),
                       fmt::join(other->message.parameters(), ", "), other->file));
  }
}

Catalogue::Catalogue(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Catalogue Catalogue::load(const fs::path& root) {
  auto impl = std::make_unique<Impl>();
  for (const auto& language : read_languages(root / "languages.toml")) {
    impl->all.push_back(language.tag);
    if (language.complete) impl->complete.push_back(language.tag);
    impl->tables.emplace(language.tag, read_language(root, language.tag));
  }
  impl->check();
  return Catalogue{std::move(impl)};
}

const std::vector<std::string>& Catalogue::languages() const {
  return impl_->all;
}
const std::vector<std::string>& Catalogue::complete_languages() const {
  return impl_->complete;
}

std::string Catalogue::text(std::string_view language, std::string_view key, const Params& params) const {
  const auto* entry = impl_->find(language, key);
  if (!entry) entry = impl_->find("en", key);
  return entry ? entry->message.text(params) : std::string{key};
}

bool Catalogue::has(std::string_view key) const {
  return std::any_of(impl_->tables.begin(), impl_->tables.end(),
                     [&](const auto& table) { return table.second.contains(key); });
}

}  // namespace nrm::i18n
