#include "formats.hpp"

#include <charconv>
#include <cmath>

#include "nrm/kernel/id.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::hsds {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool all_of(std::string_view text, std::string_view more) {
  for (const char c : text)
    if (!is_letter(c) && !is_digit(c) && more.find(c) == more.npos) return false;
  return true;
}

// Labels of letters, digits and inner dashes, at least `least` of them.
bool is_host(std::string_view host, int least) {
  int labels = 0;
  for (;;) {
    const auto dot = host.find('.');
    const auto label = host.substr(0, dot);
    if (label.empty() || label.size() > 63 || !all_of(label, "-") || label.front() == '-' || label.back() == '-')
      return false;
    ++labels;
    if (dot == host.npos) return labels >= least;
    host.remove_prefix(dot + 1);
  }
}

// What may follow a host: each % with two hex digits, one # at most.
bool is_rest_of_address(std::string_view rest) {
  bool fragment = false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c == '%') {
      if (i + 2 >= rest.size() || !is_hex(rest[i + 1]) || !is_hex(rest[i + 2])) return false;
    } else if (c == '#') {
      if (fragment) return false;
      fragment = true;
    } else if (!all_of(rest.substr(i, 1), "-._~!$&'()*+,;=:@/?")) {
      return false;
    }
  }
  return true;
}

// With an offset too: "2023-03-15T10:30:45+01:00".
std::optional<UtcTime> time_of(std::string_view text) {
  if (text.size() < 6 || text.back() == 'Z') return parse_rfc3339(text);
  const auto offset = text.substr(text.size() - 6);
  const bool later = offset[0] == '-';
  int hours = 0, minutes = 0;
  const auto read = [&](std::size_t at, int& into) {
    return std::from_chars(offset.data() + at, offset.data() + at + 2, into).ptr == offset.data() + at + 2;
  };
  if ((!later && offset[0] != '+') || offset[3] != ':' || !read(1, hours) || !read(4, minutes)) return std::nullopt;
  const auto local = parse_rfc3339(std::string{text.substr(0, text.size() - 6)} + "Z");
  if (!local || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const auto shift_us = (hours * 60LL + minutes) * 60'000'000LL;
  return UtcTime::from_unix_us(local->unix_us() + (later ? shift_us : -shift_us));
}

}  // namespace

bool is_web_address(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    text.remove_prefix(scheme.size());
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    auto host = text.substr(0, end);
    const auto colon = host.find(':');
    if (colon != host.npos) {
      const auto port = host.substr(colon + 1);
      if (port.size() > 5 || port.find_first_not_of("0123456789") != port.npos) return false;
      host = host.substr(0, colon);
    }
    return is_host(host, 1) && is_rest_of_address(text.substr(end));
  }
  return false;
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == text.npos || at == 0 || text.size() > 254) return false;
  const auto local = text.substr(0, at);
  if (local.front() == '.' || local.back() == '.' || local.find("..") != local.npos) return false;
  return all_of(local, ".!#$%&'*+/=?^_`{|}~-") && is_host(text.substr(at + 1), 2);
}

std::optional<std::string_view> mend_format(std::string_view format, std::string& text) {
  if (format == "uuid") {
    for (auto& c : text)
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    if (!parse_uuid(text)) return "not-an-id";
  } else if (format == "uri") {
    if (!is_web_address(text)) return "not-a-web-address";
  } else if (format == "email") {
    if (!is_email(text)) return "not-an-email";
  } else if (format == "date-time") {
    const auto time = time_of(text);
    if (!time) return "not-a-time";
    text = to_rfc3339(*time);
  }
  return std::nullopt;
}

std::optional<boost::json::value> number_of(std::string_view text) {
  std::int64_t whole = 0;
  const auto* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc{} && read.ptr == end)
    return boost::json::value(whole);
  double real = 0;
  const auto read = std::from_chars(text.data(), end, real);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(real)) return std::nullopt;
  return boost::json::value(real);
}

}  // namespace nrm::hsds
