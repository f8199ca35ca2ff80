// Values of request headers that the pipeline understands.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nrm::http {

std::map<std::string, std::string> parse_cookies(std::string_view header);
// The best of `available` (the first is what we speak to those who say nothing we know).
std::string negotiate_language(std::string_view accept_language, const std::vector<std::string>& available);
// Whether the header takes gzip (q above 0).
bool accepts_gzip(std::string_view accept_encoding);
// The media type without parameters, lower case; a charset other than UTF-8 makes it empty.
std::string media_type(std::string_view content_type);
std::string lower(std::string_view text);
std::string_view trim(std::string_view text);
// Of a list header, trimmed, empty ones left out.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace nrm::http
