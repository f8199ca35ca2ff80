// languages.toml: which languages there are and which are complete.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace nrm::i18n {

struct Language {
  std::string tag;
  bool complete = false;
};
// In file order of lines; throws std::runtime_error with file and line.
std::vector<Language> read_languages(const std::filesystem::path& file);

}  // namespace nrm::i18n
