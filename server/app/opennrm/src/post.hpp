// The mail server that the configuration names, with what the file of secrets holds for it.
#pragma once

#include <filesystem>

#include "config.hpp"
#include "nrm/notice/desk.hpp"

namespace nrm::app {

// Throws std::runtime_error that says what to mend.
notice::Post post_of(const Config& config, const std::filesystem::path& folder);

}  // namespace nrm::app
