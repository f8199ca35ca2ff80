// The specification's own files, for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "nrm/hsds/import.hpp"

namespace nrm::hsds {

inline void PrintTo(const Finding& finding, std::ostream* out) {
  *out << finding.file << ' ' << finding.pointer << ' ' << finding.code;
}

}  // namespace nrm::hsds

namespace nrm::hsds::testing {

inline std::filesystem::path standard_folder() {
  return std::filesystem::path{NRM_SOURCE_DIR} / "packs/standards/hsds";
}

inline const Standard& standard() {
  static const Standard all = Standard::load(standard_folder() / "schema");
  return all;
}

inline const pathway::Pack& by() {
  static const pathway::Pack pack = std::move(pathway::load_pack(std::string{NRM_SOURCE_DIR} + "/packs/by").value());
  return pack;
}

inline std::string text_of_file(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{"cannot read " + file.string()};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// By its name below the folder of the standard: "uk/service_full.json".
inline SourceFile file(const std::string& name) {
  return {name, text_of_file(standard_folder() / name)};
}

inline std::vector<SourceFile> csv_files() {
  std::vector<SourceFile> out;
  for (const auto& entry : std::filesystem::directory_iterator{standard_folder() / "examples/csv"})
    out.push_back(file("examples/csv/" + entry.path().filename().string()));
  return out;
}

// The country's rules, and what the term of the examples means here.
inline Rules rules(const std::string& kind_of_examples = "psychological-help") {
  auto out = Rules::load(std::filesystem::path{NRM_SOURCE_DIR} / "packs/by/hsds.toml", by());
  if (!kind_of_examples.empty()) out.terms[{"taxonomy", "name"}] = kind_of_examples;
  return out;
}

inline constexpr const char* kExampleService = "ac148810-d857-441c-9679-408f346de14b";
inline constexpr const char* kExampleOrganisation = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610";

}  // namespace nrm::hsds::testing
