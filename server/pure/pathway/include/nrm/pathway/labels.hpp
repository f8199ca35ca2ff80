// Texts of a pack in several languages, and where a fact of a pack comes from.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace nrm::pathway {

using Labels = std::map<std::string, std::string, std::less<>>;  // BCP 47 tag to text

// The text in that language, else English, else any; empty where there is none at all.
const std::string& label_in(const Labels& labels, std::string_view language);

struct Origin {
  std::string source;    // where it was read
  std::string verified;  // begins with "yes", "no", "part" or "second-hand"
  std::string file;
  int line = 0;
  bool is_verified() const { return verified == "yes"; }
};

}  // namespace nrm::pathway
