// Takes back what a request did, so that a thousand requests can be tried at one and the same moment of the walk.
#pragma once

#include <set>
#include <string>

#include "nrm/opennrm/testing.hpp"

namespace nrm::api {

// Triggers in the (SQLite) database write down how each change is undone: to take back costs what was done, not what is
// stored. One per world; nothing else may use the instance between mark and restore.
class Rewind {
 public:
  explicit Rewind(app::testing::World& world);
  // What has been done so far stays.
  void mark();
  // Undoes what was done since the mark; gives the names of the tables in which rows came, went or changed.
  std::set<std::string> restore();

 private:
  app::testing::World& world_;
};

}  // namespace nrm::api
