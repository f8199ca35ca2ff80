// What her word means beside the bases that it ends: she, or whoever spoke for her, agreed to more than what is passed
// on under a basis. Moments for higher modules.
#pragma once

#include "nrm/consent/record.hpp"

namespace nrm::consent {

// The object is the case: she takes everything back.
inline constexpr std::string_view kAllTakenBack = "consent.all-taken-back";
// The object is the case: what a guardian or a representative agreed to for her counts no more.
inline constexpr std::string_view kSpokenForEnded = "consent.spoken-for-ended";
// The object is the id of the refusal: nothing is to go to that receiver.
inline constexpr std::string_view kRefused = "consent.refused";

// Whom a moment of a basis or a refusal is about; nothing where the row is gone.
struct Concerned {
  CaseId case_id;
  TeamId receiver;
};
std::optional<Concerned> find_concerned(storage::Reader& reader, std::string_view basis);

}  // namespace nrm::consent
