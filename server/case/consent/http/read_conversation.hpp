#pragma once

#include "nrm/consent/record.hpp"
#include "nrm/http/json.hpp"

namespace nrm::consent {

// `reader_member` explained where the body names nobody. Faults land in the reader.
std::optional<Conversation> read_conversation(http::JsonReader& in, const MemberId& reader_member);

}  // namespace nrm::consent
