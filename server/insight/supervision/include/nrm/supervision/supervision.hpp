// Who asks for figures, and of which time.
#pragma once

#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/supervision/figures.hpp"

namespace nrm::supervision {

struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
};

// Days of the pack's calendar; the last one counts.
struct Period {
  Date from{};
  Date until{};
};
inline constexpr int kMaxDays = 2 * 366;  // what a body looks back on in one picture

// Referrals and letters sent since then, whatever became of them.
std::vector<Fact> read_facts(storage::Reader& reader, UtcTime since, UtcTime until);

struct Named {
  std::string key;
  pathway::Labels names;  // of a body under "", of a region by language; none of a need, which the code lists name
};
struct View {
  Period period;
  UtcTime as_of;
  Grouping grouping = Grouping::body;
  Figures figures;
  std::optional<Visible> visible;  // nothing: a body's own figures, all of them shown
  std::vector<Named> names;        // of the groups
};
// A coordinator's of all bodies: a whole quarter or calendar year, else kernel.invalid. A case manager's of her own
// body: any days.
Result<View> view(const Desk& desk, const access::Session& session, const Period& period, Grouping grouping);

}  // namespace nrm::supervision
