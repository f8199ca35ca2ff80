#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nrm/supervision/supervision.hpp"

namespace nrm::supervision {

// Names of regions in that language.
std::string render(const View& view, std::string_view language);
// "funnel", "groups", "reasons" or "times", comma separated; nothing for another name. What is hidden reads "hidden".
std::optional<std::string> render_table(const View& view, std::string_view table, std::string_view language);

}  // namespace nrm::supervision
