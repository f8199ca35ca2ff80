// The account inside an act.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/oversight/account.hpp"

namespace nrm::oversight {

Result<Account> account_in(log::Act& act, const access::Permit& permit, const Calendar& calendar, const CaseId& id,
                           const std::optional<std::string>& after);
// All pages, equal lines added up.
Result<Account> whole_account(log::Act& act, const access::Permit& permit, const Calendar& calendar, const CaseId& id);

}  // namespace nrm::oversight
