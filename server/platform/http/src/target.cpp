#include "target.hpp"

#include <algorithm>

#include "limits.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::http {
namespace {

std::optional<int> hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::optional<std::string> decode(std::string_view raw, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '+' && plus_is_space) {
      out += ' ';
      continue;
    }
    if (raw[i] != '%') {
      out += raw[i];
      continue;
    }
    if (i + 2 >= raw.size()) return std::nullopt;
    const auto high = hex_value(raw[i + 1]);
    const auto low = hex_value(raw[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  if (!is_valid_utf8(out) || std::any_of(out.begin(), out.end(), is_control)) return std::nullopt;
  return out;
}

bool has_dot_segment(std::string_view path) {
  std::size_t start = 0;
  while (start <= path.size()) {
    const auto end = std::min(path.find('/', start), path.size());
    const auto segment = path.substr(start, end - start);
    if (segment == "." || segment == "..") return true;
    start = end + 1;
  }
  return false;
}

std::optional<std::string> parse_path(std::string_view raw) {
  if (!raw.starts_with('/') || raw.starts_with("//")) return std::nullopt;
  auto path = decode(raw, false);
  if (!path || path->find('\\') != path->npos || has_dot_segment(*path)) return std::nullopt;
  // An encoded slash would become a border between segments.
  if (std::count(path->begin(), path->end(), '/') != std::count(raw.begin(), raw.end(), '/')) return std::nullopt;
  return path;
}

bool add_parameter(std::map<std::string, std::string>& query, std::string_view piece) {
  const auto equals = piece.find('=');
  auto name = decode(piece.substr(0, equals), true);
  auto value = decode(equals == piece.npos ? std::string_view{} : piece.substr(equals + 1), true);
  if (!name || !value || name->empty()) return false;
  return query.emplace(std::move(*name), std::move(*value)).second && query.size() <= limits::kMaxQueryParameters;
}

std::optional<std::map<std::string, std::string>> parse_query(std::string_view raw) {
  std::map<std::string, std::string> query;
  while (!raw.empty()) {
    const auto end = std::min(raw.find('&'), raw.size());
    if (!add_parameter(query, raw.substr(0, end))) return std::nullopt;
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
  return query;
}

}  // namespace

std::optional<Target> parse_target(std::string_view raw) {
  if (raw.find('#') != raw.npos) return std::nullopt;
  const auto mark = std::min(raw.find('?'), raw.size());
  auto path = parse_path(raw.substr(0, mark));
  auto query = parse_query(mark == raw.size() ? std::string_view{} : raw.substr(mark + 1));
  if (!path || !query) return std::nullopt;
  return Target{std::move(*path), std::move(*query)};
}

}  // namespace nrm::http
