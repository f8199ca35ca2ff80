// RFC 9457: a Problem as application/problem+json in the request's language.
#pragma once

#include "nrm/http/server.hpp"
#include "nrm/i18n/catalogue.hpp"

namespace nrm::http {

// The catalogue must outlive the renderer.
ProblemRenderer make_problem_renderer(const i18n::Catalogue& catalogue);

}  // namespace nrm::http
