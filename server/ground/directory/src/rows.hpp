// Reading the directory's rows, and the one spelling of a set of codes in a column.
#pragma once

#include "nrm/directory/directory.hpp"

namespace nrm::directory {

std::string join_codes(const std::set<std::string>& codes);  // "a;b"
std::set<std::string> split_codes(std::string_view text);
// Names by the id of their owner.
std::map<std::string, pathway::Labels> read_names(storage::Reader& reader, std::string_view sql,
                                                  const storage::Params& params = {});

}  // namespace nrm::directory
