// What the loading of one pack shares: the pack so far, every fault so far, and readers that record faults themselves.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/pathway/csv.hpp"
#include "nrm/pathway/pack.hpp"
#include "toml_reader.hpp"

namespace nrm::pathway {

// The roles a pack may name; access holds the same list.
inline constexpr std::string_view kRoles[] = {"first-responder",  "identifying-officer", "case-manager",
                                              "service-provider", "coordinator",         "data-protection-officer",
                                              "auditor",          "administrator"};

struct Loader {
  std::filesystem::path folder;
  Pack pack;
  PackFaults faults;
  std::set<std::pair<std::string, std::string>> htcds_values;

  void fault(std::string file, int line, std::string code, std::string message);
  std::optional<std::string> read(const std::string& file, bool required);
  std::optional<TomlReader> toml(const std::string& file);
  // Every column of the file is one of these; those of `required` must be there.
  std::optional<CsvTable> csv(const std::string& file, const std::vector<std::string>& required,
                              const std::vector<std::string>& optional = {}, bool file_required = true);

  std::vector<std::string> all_languages() const;
  // "en" or "name_en", "zh_hans" or "name_zh_hans": one column for each language of the pack.
  std::vector<std::string> label_columns(std::string_view prefix) const;
  Labels labels(const CsvTable& table, const CsvRow& row, std::string_view prefix, bool complete);
  Origin origin(const CsvTable& table, const CsvRow& row);
  std::optional<Date> date(const CsvTable& table, const CsvRow& row, std::string_view column, bool required);
  std::string code(const CsvTable& table, const CsvRow& row, std::string_view column);
  // A cell that must be a code of one of the pack's lists.
  std::string listed(const CsvTable& table, const CsvRow& row, std::string_view column, std::string_view list);
  std::set<std::string> listed_set(const CsvTable& table, const CsvRow& row, std::string_view column,
                                   std::string_view list);
  std::string region(const CsvTable& table, const CsvRow& row, std::string_view column);
  // Records a fault where `key` was seen before.
  void once(std::set<std::string>& seen, const std::string& key, const CsvTable& table, const CsvRow& row);
};

std::vector<std::string> split_list(std::string_view text);  // "a;b"
bool is_code(std::string_view text);

// Each fills its part of loader.pack. In this order: later ones look up what earlier ones read.
bool load_manifest(Loader& loader);  // false: nothing else can be read
void load_standards(Loader& loader);
void load_calendar(Loader& loader);
void load_regions(Loader& loader);
void load_codes(Loader& loader);
void load_organisations(Loader& loader);
void load_hotlines(Loader& loader);
void load_teams(Loader& loader);
void load_consent(Loader& loader);
void load_terms(Loader& loader);
void load_forms(Loader& loader);
void load_grounds(Loader& loader);
void load_pathway(Loader& loader);
void load_retention(Loader& loader);
// Every state reachable, no dead end.
void check_track(Loader& loader, const Track& track, std::string_view file);

}  // namespace nrm::pathway
