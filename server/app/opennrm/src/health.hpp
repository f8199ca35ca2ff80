// The loopback-only port for whoever watches the machine: /healthz and /metrics.
#pragma once

#include <memory>

#include "nrm/http/server.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {

// Nothing where the port is 0. The instance must outlive it.
std::unique_ptr<http::Server> start_health(Instance& instance, int port);

}  // namespace nrm::app
