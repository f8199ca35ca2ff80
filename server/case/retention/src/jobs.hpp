#pragma once

#include <string_view>

namespace nrm::retention {

// After an erasure: its ledger goes to the file, its bytes out of the database's files.
inline constexpr std::string_view kErased = "retention.erased";

}  // namespace nrm::retention
