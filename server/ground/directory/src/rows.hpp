// Reading the directory's rows.
#pragma once

#include "nrm/directory/directory.hpp"
#include "nrm/kernel/codes.hpp"

namespace nrm::directory {

// Names by the id of their owner.
std::map<std::string, pathway::Labels> read_names(storage::Reader& reader, std::string_view sql,
                                                  const storage::Params& params = {});

}  // namespace nrm::directory
