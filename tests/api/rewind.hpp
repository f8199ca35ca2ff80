// Takes back what a request did, so that a thousand requests can be tried at one and the same moment of the walk.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "nrm/opennrm/testing.hpp"

namespace nrm::api {

// Remembers every row of every table when made. Nothing else may use the instance meanwhile.
class Rewind {
 public:
  explicit Rewind(app::testing::World& world);
  // Puts back the rows of every table that has changed; gives their names.
  std::set<std::string> restore();

 private:
  app::testing::World& world_;
  std::vector<std::pair<std::string, storage::Rows>> kept_;  // in the order of making
};

}  // namespace nrm::api
