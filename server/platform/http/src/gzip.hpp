#pragma once

#include <string>

namespace nrm::http {

// As one gzip member, as small as zlib makes it. Empty where there is no memory for it.
std::string gzipped(const std::string& content);

}  // namespace nrm::http
