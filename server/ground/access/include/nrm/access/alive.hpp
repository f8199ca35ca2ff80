// For reading that goes on after its act, piece by piece.
#pragma once

#include "nrm/access/session.hpp"

namespace nrm::access {

// Whether the session has not ended and its member still works for the team, with the roles that it began with.
bool is_alive(storage::Reader& reader, const Session& session, UtcTime now);

}  // namespace nrm::access
