// Letters as they are counted beside referrals: for the ledger and the figures of answers. No person is in here.
#pragma once

#include "nrm/letters/letter.hpp"

namespace nrm::letters {

struct Figure {
  LetterId id;
  std::string reference;
  TeamId from_team;
  std::optional<OrganisationId> partner;  // nothing: named by hand
  std::string need;
  UtcTime sent_at;
  UtcTime until;
  State state;
  std::optional<UtcTime> answered_at;
  std::optional<How> answered_how;
  std::optional<std::string> reason_code;
};
// Those sent at `from` or later and before `until`, oldest first.
std::vector<Figure> figure_rows(storage::Reader& reader, UtcTime from, UtcTime until);

}  // namespace nrm::letters
