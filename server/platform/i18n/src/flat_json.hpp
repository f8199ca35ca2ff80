// Reads one catalogue file: a flat JSON object of strings, nothing else, no key twice.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace nrm::i18n {

using Entries = std::vector<std::pair<std::string, std::string>>;
// Throws std::runtime_error naming the file and, where there is one, the key.
Entries read_flat_json(const std::filesystem::path& file);

}  // namespace nrm::i18n
