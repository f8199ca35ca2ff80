#include "nrm/consent/taken_back.hpp"

namespace nrm::consent {

std::optional<Concerned> find_concerned(storage::Reader& reader, std::string_view basis) {
  const auto row =
      reader.query_one("SELECT case_id, receiver FROM consent_basis WHERE id = $basis", {{"basis", basis}});
  if (!row) return std::nullopt;
  return Concerned{row->id<CaseId>("case_id"), row->id<TeamId>("receiver")};
}

}  // namespace nrm::consent
