// Known answers stand in the documents; the tests read them there, so the two cannot drift.
#pragma once

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

namespace nrm::testing {

// The lines "name = value" of the fenced blocks marked ```vectors.
inline std::map<std::string, std::string> read_vectors(const std::string& document) {
  std::ifstream in{std::string{NRM_SOURCE_DIR} + "/docs/formats/" + document};
  if (!in) throw std::runtime_error{"cannot read " + document};
  std::map<std::string, std::string> out;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) inside = line == "```vectors";
    const auto split = line.find(" = ");
    if (inside && split != std::string::npos) out[line.substr(0, split)] = line.substr(split + 3);
  }
  return out;
}

}  // namespace nrm::testing
