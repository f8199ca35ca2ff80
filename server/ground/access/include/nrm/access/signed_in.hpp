// Routes for whoever is signed in. For http targets only.
#pragma once

#include "nrm/access/http_session.hpp"
#include "nrm/http/route.hpp"

namespace nrm::access {

// One call of a member: what a behaviour of a module's routes gets. `Desk` outlives the routes.
template <class Desk>
struct CallOf {
  const Desk& desk;
  const http::Request& request;
  const Session& session;
};

// A handler that finds out who calls before the behaviour is asked anything.
template <class Desk>
http::Handler signed_in(const Desk& desk, const SessionResolver& sessions,
                        Result<http::Response> (*behaviour)(const CallOf<Desk>&)) {
  return [desk, sessions, behaviour](const http::Request& request) -> Result<http::Response> {
    const auto session = sessions(request);
    if (!session) return tl::unexpected(session.error());
    return behaviour({desk, request, *session});
  };
}

}  // namespace nrm::access
