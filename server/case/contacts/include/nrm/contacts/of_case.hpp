// What is known of a case's contacts without opening any.
#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::contacts {

// How many contacts became this case or were linked to it.
std::int64_t contacts_of_case(storage::Reader& reader, const CaseId& id);

}  // namespace nrm::contacts
