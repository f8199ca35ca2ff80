// Which tables there are, read from the modules' own migrations, and what a backup does with each.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "nrm/storage/migrations.hpp"

namespace nrm::app {

// In the order they are created: a table comes after those it refers to.
std::vector<std::string> tables_of(const std::vector<storage::Schema>& schemas);
// Keys, wrapped: they go to the keys file and the data file holds none.
const std::set<std::string, std::less<>>& key_tables();
// Sessions, throttling, leases, idempotency: in neither file.
const std::set<std::string, std::less<>>& transient_tables();

}  // namespace nrm::app
