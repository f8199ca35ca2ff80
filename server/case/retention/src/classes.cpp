#include "classes.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nrm::retention {

std::string to_column(const Classes& classes) {
  return fmt::format("{}", fmt::join(classes, ","));
}

Classes from_column(std::string_view text) {
  Classes out;
  while (!text.empty()) {
    const auto end = text.find(',');
    out.emplace(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

bool meet(const Classes& one, const Classes& other) {
  if (one.empty() || other.empty()) return true;
  return std::any_of(one.begin(), one.end(), [&](const auto& name) { return other.contains(name); });
}

std::vector<FieldProblem> find_class_faults(const Classes& classes) {
  for (const auto& name : classes)
    if (std::find(std::begin(pathway::kRetentionClasses), std::end(pathway::kRetentionClasses), name) ==
        std::end(pathway::kRetentionClasses))
      return {{"/classes", "not-in-list", {}}};
  return {};
}

}  // namespace nrm::retention
