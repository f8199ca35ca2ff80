#include "share.hpp"

#include <cstdlib>
#include <stdexcept>

namespace nrm::app {
namespace {

namespace fs = std::filesystem;

bool is_share(const fs::path& folder) {
  return fs::exists(folder / "packs") && fs::exists(folder / "strings");
}

}  // namespace

fs::path find_share() {
  if (const char* given = std::getenv("OPENNRM_SHARE")) {
    if (is_share(given)) return given;
    throw std::runtime_error{"OPENNRM_SHARE names a folder without packs and strings"};
  }
  const auto binary = fs::read_symlink("/proc/self/exe").parent_path();
  if (auto installed = binary.parent_path() / "share" / "opennrm"; is_share(installed)) return installed;
  for (auto folder = binary; folder.has_relative_path(); folder = folder.parent_path())
    if (is_share(folder)) return folder;
  throw std::runtime_error{"packs and strings were found neither beside the binary nor above it; set OPENNRM_SHARE"};
}

}  // namespace nrm::app
