// Where the program's data are: packs/, strings/, web/staff/dist/.
#pragma once

#include <filesystem>

namespace nrm::app {

// $OPENNRM_SHARE, else <prefix>/share/opennrm beside the binary, else the source tree that the binary was built in.
// Throws std::runtime_error that says where it looked.
std::filesystem::path find_share();

}  // namespace nrm::app
