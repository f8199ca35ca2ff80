// The log's routes. Who is signed in and what she may open is told by those above: log knows no session.
#pragma once

#include "nrm/http/route.hpp"
#include "nrm/log/entries.hpp"
#include "nrm/log/publication.hpp"

namespace nrm::log {

// What an auditor may see, inside the act that her reading is.
struct AuditorView {
  OrganisationId organisation;
  // The seed that opens an entry: of her organisation's log key, or of a case's, sealed to that. Nothing: stays sealed.
  std::function<std::optional<Key32>(Act&, const Entry&)> seed_for;
};

// Finds the session of the request, opens an act with this action, decides in it and runs `work`; a problem otherwise.
using AuditorWork = std::function<Result<http::Response>(Act&, const AuditorView&)>;
using AsAuditor =
    std::function<Result<http::Response>(const http::Request&, std::string_view action, const AuditorWork& work)>;

// Actions asked of `as_auditor`: "log.read-entries", "log.read-status". The journal outlives the routes.
std::vector<http::Route> log_routes(Journal& journal, const AsAuditor& as_auditor);

}  // namespace nrm::log
