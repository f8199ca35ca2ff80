// Against requests that another site makes a browser send.
#pragma once

#include <string_view>

#include "nrm/http/message.hpp"

namespace nrm::http {

bool is_api_path(std::string_view path);
// A changing call under /api/ without our own header (which another origin cannot set), or whose Origin or
// Sec-Fetch-Site names another site. Programs that send neither of the two are let through with the header.
bool is_foreign(const Request& request, bool tls);

}  // namespace nrm::http
