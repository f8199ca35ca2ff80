// The header block of an answer and the headers that every answer carries.
#pragma once

#include <string>

#include "nrm/http/message.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::http {

// Adds what the handler did not set itself.
void add_standing_headers(const Request& request, Response& response);
// Throws std::logic_error where a header value holds a line break: that would be another header.
std::string answer_head(const Response& response, bool keep_alive, UtcTime now);
// Of body or shared body.
std::string_view content_of(const Response& response);
// Of whichever body there is.
std::uint64_t content_length_of(const Response& response);

}  // namespace nrm::http
