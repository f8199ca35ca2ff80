// One act for each case of the session's team that she may open, oldest first.
#pragma once

#include <functional>

#include "nrm/access/decide.hpp"
#include "nrm/casefile/case.hpp"

namespace nrm::htcds {

// Acts may run twice, so what a case gave is kept only after its act: `read` returns what keeps it.
using ReadCase = std::function<Result<std::function<void()>>(log::Act&, const access::Permit&, const CaseId&)>;
// Oversight hears of each case as of an opening; the caps do not count it. Gives how many cases a restriction kept out.
Result<std::size_t> for_every_case(log::Journal& journal, const access::Session& session, const std::string& action,
                                   const ReadCase& read);

}  // namespace nrm::htcds
