// What stands in the tables, as one value: a refused request must leave it alone.
#pragma once

#include <map>
#include <string>

#include "nrm/opennrm/testing.hpp"

namespace nrm::api {

// By table, without the log (a refusal is noted there), throttling, and sessions (they note their last use).
std::map<std::string, std::string> digest_of(app::testing::World& world);
// Every value of every row, as bytes, by table: nothing is left out.
std::map<std::string, std::string> contents_of(app::testing::World& world);

}  // namespace nrm::api
