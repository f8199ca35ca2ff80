// The NRM profile of HSDS 3.0: what holds for every service that the public directory tells of.
#pragma once

#include <string_view>

namespace nrm::hsds {

// A JSON Schema (2020-12), the same text as docs/formats/hsds-nrm-profile.schema.json.
std::string_view profile_schema();

}  // namespace nrm::hsds
