// The header block as bytes, before Beast reads it: what two parsers could read differently is refused here.
#pragma once

#include <string_view>

namespace nrm::http {

// `head` ends with the empty line. False for: a bare CR or LF, a folded line, NUL, blanks before a colon, more than one
// Content-Length, Content-Length with Transfer-Encoding, a Transfer-Encoding other than "chunked", more than one Host.
bool is_strict_head(std::string_view head);
// How many bytes of `received` are the header block, its empty line included; 0 where it has not ended.
std::size_t find_head_end(std::string_view received);

}  // namespace nrm::http
