#include <algorithm>

#include "nrm/places/places.hpp"

namespace nrm::places {
namespace {

constexpr std::string_view kStock =
    "SELECT s.team, s.service, s.stated, s.stated_at, s.counts_promised, s.remaining, "
    "(SELECT COUNT(*) FROM place_hold h WHERE h.team = s.team AND h.service = s.service AND h.standing = 'held') "
    "AS held, "
    "(SELECT COUNT(*) FROM place_hold h WHERE h.team = s.team AND h.service = s.service AND "
    "h.standing = 'confirmed') AS confirmed FROM place_stock s ";

Stock read(const storage::Row& row) {
  return {row.text("service"),
          row.integer("stated"),
          row.time("stated_at"),
          row.flag("counts_promised"),
          row.integer("held"),
          row.integer("confirmed"),
          std::max<std::int64_t>(row.integer("remaining"), 0)};
}

}  // namespace

std::vector<Stock> stock_of(storage::Reader& reader, const TeamId& team) {
  std::vector<Stock> out;
  for (const auto& row :
       reader.query(std::string{kStock} + "WHERE s.team = $team ORDER BY s.service", {{"team", team}}))
    out.push_back(read(row));
  return out;
}

std::vector<std::pair<TeamId, Stock>> stock_for(storage::Reader& reader, std::string_view service) {
  std::vector<std::pair<TeamId, Stock>> out;
  for (const auto& row :
       reader.query(std::string{kStock} + "WHERE s.service = $service ORDER BY s.team", {{"service", service}}))
    out.emplace_back(row.id<TeamId>("team"), read(row));
  return out;
}

}  // namespace nrm::places
