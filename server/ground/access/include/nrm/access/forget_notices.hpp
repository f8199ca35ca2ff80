// Notices go with what they are about.
#pragma once

#include <string_view>

#include "nrm/log/act.hpp"

namespace nrm::access {

// Everybody's notices of this object, seen or not.
// In the same act, the object, for whoever keeps notices beside these.
inline constexpr std::string_view kNoticesForgotten = "notices.forgotten";
void forget_notices(log::Act& act, std::string_view object);

}  // namespace nrm::access
