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
  std::optional<UtcTime> ended_at;  // taken back; the wait for the answer was cut off then
  std::optional<How> answered_how;
  std::optional<std::string> reason_code;
};
// Those sent at `from` or later and before `until`, oldest first.
std::vector<Figure> figure_rows(storage::Reader& reader, UtcTime from, UtcTime until);
// Of these what teams of the one body wrote to the other.
std::vector<Figure> figure_rows_between(storage::Reader& reader, const OrganisationId& sender,
                                        const OrganisationId& partner, UtcTime from, UtcTime until);

}  // namespace nrm::letters
