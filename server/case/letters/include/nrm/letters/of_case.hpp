// What of one case is with bodies that are asked on paper: for those who close it, and for her who takes a word back.
#pragma once

#include <vector>

#include "nrm/letters/letter.hpp"

namespace nrm::letters {

struct OpenLetter {
  LetterId id;
  std::string reference;
  std::string need;
  State state;
  TeamId from_team;
  std::optional<OrganisationId> partner;  // nothing: named by hand, sealed
  UtcTime sent_at;
  bool printed = false;  // it left the house, or the body answered by phone
};
// Those that nobody has answered, oldest first: closing the case takes them back.
std::vector<OpenLetter> open_letters_of(storage::Reader& reader, const CaseId& id);
// Those by which she is announced, answered by a yes or not at all, oldest first: taking everything back ends them, in
// every case that stands for her, and each body that was written to is to be told.
std::vector<OpenLetter> letters_that_announce(storage::Reader& reader, const CaseId& id);

}  // namespace nrm::letters
