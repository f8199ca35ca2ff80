#include "nrm/places/freshness.hpp"

namespace nrm::places {

std::optional<UtcTime> restate_by(const Stock& stock, const pathway::Pack& pack) {
  const auto* rule = pack.pathway.find_clock(kStatementClock);
  if (rule == nullptr) return std::nullopt;
  return pathway::clock_for(*rule, stock.stated_at, *pack.calendar).due;
}

bool is_old(const Stock& stock, const pathway::Pack& pack, UtcTime now) {
  const auto by = restate_by(stock, pack);
  return by && now >= *by;
}

}  // namespace nrm::places
