// Reading what a suggested team offers from its row.
#pragma once

#include "loader.hpp"
#include "nrm/pathway/team_offers.hpp"

namespace nrm::pathway {

// Columns of teams.csv that may be missing.
std::vector<std::string> offer_columns();
// Nothing where the pack has none.
std::optional<CsvTable> teams_table(Loader& loader);
// Records faults.
TeamOffer read_offer(Loader& loader, const CsvTable& table, const CsvRow& row);

}  // namespace nrm::pathway
