// How many files a case has, without opening a label.
#pragma once

#include <map>

#include "nrm/access/compartment.hpp"
#include "nrm/kernel/id.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::attachments {

// The kept ones, by compartment; compartments without a file are left out.
std::map<access::Compartment, std::int64_t> files_of_case(storage::Reader& reader, const CaseId& id);

}  // namespace nrm::attachments
