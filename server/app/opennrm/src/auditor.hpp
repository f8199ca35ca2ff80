// How the log's routes learn who audits: the log knows no session, and only casefile knows whose case a leaf tells of.
#pragma once

#include "nrm/access/http_session.hpp"
#include "nrm/log/routes.hpp"

namespace nrm::app {

// The context outlives what is made here.
log::AsAuditor as_auditor(const access::AccessContext& context, access::SessionResolver resolve);

}  // namespace nrm::app
