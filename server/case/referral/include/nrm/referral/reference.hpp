// The number that two bodies speak of a referral by.
#pragma once

#include <optional>
#include <string>

#include "nrm/kernel/id.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::referral {

// Nothing where there is no such referral. Which team may learn it the caller has decided.
std::optional<std::string> reference_of(storage::Reader& reader, const ReferralId& id);

}  // namespace nrm::referral
