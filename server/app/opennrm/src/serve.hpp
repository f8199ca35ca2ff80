#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli.hpp"

namespace nrm::app {

struct ServeWanted {
  std::string folder;
  std::optional<std::string> address;
  std::optional<int> port;
  std::optional<int> health_port;
  bool clock_is_right = false;
};
// Returns after SIGTERM or SIGINT, when running requests have ended (10 s at most). `when_ready` is called once.
void serve(const Terminal& terminal, const ServeWanted& wanted, const std::function<void()>& when_ready);

}  // namespace nrm::app
