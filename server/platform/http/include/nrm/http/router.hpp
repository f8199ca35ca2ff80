// The table of routes: finds the route of a method and path, and shows itself to the contract test.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/http/route.hpp"

namespace nrm::http {

// Immutable once made; thread-safe.
class Router {
 public:
  struct Match {
    const Route* route = nullptr;               // nothing: 404 where `allowed` is empty, else 405
    std::map<std::string, std::string> params;  // of the pattern's {names}
    std::vector<Method> allowed;                // every method that the path knows; HEAD wherever GET
  };

  // Throws std::logic_error where two routes answer the same method and path, or a pattern is not a path.
  explicit Router(std::vector<Route> routes);
  // A literal segment goes before a {parameter}; HEAD finds the GET route. An empty segment fits no parameter.
  Match match(Method method, std::string_view decoded_path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Pattern {
    std::vector<std::string> segments;
    std::size_t route;
  };
  std::vector<Route> routes_;
  std::map<std::size_t, std::vector<Pattern>> by_length_;
};

}  // namespace nrm::http
