#include "raw_head.hpp"

#include <algorithm>
#include <vector>

#include "header_values.hpp"

namespace nrm::http {
namespace {

bool has_stray_bytes(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') return true;
    if (head[i] == '\r' && (i + 1 == head.size() || head[i + 1] != '\n')) return true;
    if (head[i] == '\n' && (i == 0 || head[i - 1] != '\r')) return true;
  }
  return false;
}

struct Seen {
  int lengths = 0;
  int encodings = 0;
  int hosts = 0;
  bool consistent() const { return lengths + encodings <= 1 && hosts <= 1; }
};

bool take_line(std::string_view line, Seen& seen) {
  if (line.front() == ' ' || line.front() == '\t') return false;
  const auto colon = line.find(':');
  if (colon == line.npos || colon == 0 || line[colon - 1] == ' ' || line[colon - 1] == '\t') return false;
  const auto name = lower(line.substr(0, colon));
  const auto value = lower(trim(line.substr(colon + 1)));
  seen.lengths += name == "content-length";
  seen.encodings += name == "transfer-encoding";
  seen.hosts += name == "host";
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (name == "content-length") return !value.empty() && std::all_of(value.begin(), value.end(), is_digit);
  return name != "transfer-encoding" || value == "chunked";
}

}  // namespace

std::size_t find_head_end(std::string_view received) {
  // A bare LF ends lines too, so that a request written with it is answered with 400 instead of waited for.
  const auto strict = received.find("\r\n\r\n");
  const auto loose = std::min(received.find("\n\n"), received.find("\n\r\n"));
  if (loose != received.npos && loose < strict && strict != loose - 1) return loose + 2;
  return strict == received.npos ? 0 : strict + 4;
}

bool is_strict_head(std::string_view head) {
  if (has_stray_bytes(head) || !head.ends_with("\r\n\r\n")) return false;
  head.remove_suffix(2);
  Seen seen;
  head.remove_prefix(head.find("\r\n") + 2);
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    if (end == 0 || !take_line(head.substr(0, end), seen)) return false;
    head.remove_prefix(end + 2);
  }
  return seen.consistent();
}

}  // namespace nrm::http
