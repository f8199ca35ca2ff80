#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "nrm/crypto/crypto.hpp"

namespace nrm::verify {

// Nothing where there is no such file; throws std::runtime_error where it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& file);
// Whole or not at all, also through a power cut.
void replace_file(const std::filesystem::path& file, const std::string& text);

struct WitnessKey {
  std::string name;
  Key32 seed;
};
// A file of two lines, name and seed, readable by its owner alone (0400). Made where there is none yet, which needs a
// name.
WitnessKey open_witness_key(const std::filesystem::path& file, const std::string& name, Random& random);

}  // namespace nrm::verify
