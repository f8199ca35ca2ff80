// Files that hold secrets or persons' data: for their owner alone from the first byte on.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>

namespace nrm::app {

// Makes the file, or empties the one that is there, with this mode before anything is written to it. Refused where the
// path is a link or no plain file, or cannot be written.
void create_private_file(const std::filesystem::path& file, mode_t mode = 0600);
void write_private_file(const std::filesystem::path& file, std::string_view content, mode_t mode = 0600);
// A new folder with its parents; nobody else may look into it.
void create_private_folder(const std::filesystem::path& folder);

}  // namespace nrm::app
