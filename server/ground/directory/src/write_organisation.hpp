#pragma once

#include "nrm/directory/directory.hpp"

namespace nrm::directory {

// Without any check: for what a loaded pack has proved already.
OrganisationId write_organisation(log::Act& act, const NewOrganisation& organisation);

}  // namespace nrm::directory
