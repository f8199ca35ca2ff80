// What the routes answer with.
#pragma once

#include <string>

#include "nrm/retention/retention.hpp"

namespace nrm::retention {

// `reader` is for names; `me` for what the asking member may do herself.
std::string render(storage::Reader& reader, const pathway::Pack& pack, const MemberId& me, const CaseRetention& found);
std::string render(storage::Reader& reader, const pathway::Pack& pack, const MemberId& me,
                   const std::vector<TeamItem>& items);
std::string render(storage::Reader& reader, const std::vector<OfficeItem>& items);
std::string render(const pathway::Pack& pack, const Asked& asked);

}  // namespace nrm::retention
