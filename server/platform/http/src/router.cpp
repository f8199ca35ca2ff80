#include "nrm/http/router.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nrm::http {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> out;
  if (!path.starts_with('/')) return out;
  std::size_t start = 1;
  while (true) {
    const auto end = path.find('/', start);
    out.emplace_back(path.substr(start, end == path.npos ? path.npos : end - start));
    if (end == path.npos) return out;
    start = end + 1;
  }
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{') && segment.ends_with('}');
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_parameter(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return true;
}

// Literals first, from the left.
bool more_literal(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](const auto& x, const auto& y) { return is_parameter(x) < is_parameter(y); });
}

// What a pattern matches, without the names of its parameters.
std::string shape_of(const std::vector<std::string>& segments) {
  std::string out;
  for (const auto& segment : segments) out += "/" + (is_parameter(segment) ? "{}" : segment);
  return out;
}

void add_allowed(std::vector<Method>& allowed, Method method) {
  allowed.push_back(method);
  if (method == Method::get) allowed.push_back(Method::head);
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_{std::move(routes)} {
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    auto segments = segments_of(routes_[i].pattern);
    if (segments.empty()) throw std::logic_error{fmt::format("route \"{}\" is not a path", routes_[i].pattern)};
    auto shape = fmt::format("{} {}", name_of(routes_[i].method), shape_of(segments));
    if (std::find(seen.begin(), seen.end(), shape) != seen.end()) {
      throw std::logic_error{fmt::format("two routes answer {}", shape)};
    }
    seen.push_back(std::move(shape));
    auto& of_this_length = by_length_[segments.size()];
    of_this_length.push_back({std::move(segments), i});
  }
  for (auto& [length, patterns] : by_length_) {
    std::stable_sort(patterns.begin(), patterns.end(),
                     [](const Pattern& a, const Pattern& b) { return more_literal(a.segments, b.segments); });
  }
}

Router::Match Router::match(Method method, std::string_view decoded_path) const {
  Match match;
  const auto path = segments_of(decoded_path);
  const auto patterns = by_length_.find(path.size());
  if (patterns == by_length_.end()) return match;
  const auto wanted = method == Method::head ? Method::get : method;
  const Pattern* best = nullptr;
  for (const auto& pattern : patterns->second) {
    if (!fits(pattern.segments, path)) continue;
    // Patterns of another shape than the best do not lend their methods: /cases/new is not a case.
    if (best && shape_of(best->segments) != shape_of(pattern.segments)) break;
    best = &pattern;
    const auto& route = routes_[pattern.route];
    add_allowed(match.allowed, route.method);
    if (route.method != wanted) continue;
    match.route = &route;
    for (std::size_t i = 0; i < path.size(); ++i) {
      const auto& name = pattern.segments[i];
      if (is_parameter(name)) match.params[name.substr(1, name.size() - 2)] = path[i];
    }
  }
  return match;
}

}  // namespace nrm::http
