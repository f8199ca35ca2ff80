#include "nrm/pathway/labels.hpp"

namespace nrm::pathway {

const std::string& label_in(const Labels& labels, std::string_view language) {
  static const std::string none;
  if (const auto own = labels.find(language); own != labels.end()) return own->second;
  if (const auto english = labels.find("en"); english != labels.end()) return english->second;
  return labels.empty() ? none : labels.begin()->second;
}

}  // namespace nrm::pathway
