// The request target (RFC 9112 origin-form): decoded once, refused where two readers could read it differently.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nrm::http {

struct Target {
  std::string path;
  std::map<std::string, std::string> query;
};

// Nothing for: another form than /path?query, dot segments however written, NUL, control characters, backslashes,
// encoded slashes, bad percent encoding, text that is not UTF-8, a parameter given twice.
std::optional<Target> parse_target(std::string_view raw);

}  // namespace nrm::http
