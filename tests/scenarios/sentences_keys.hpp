#pragma once

#include "sentences.hpp"

namespace nrm::scenarios {

void add_keys(std::vector<Sentence>& all);

}  // namespace nrm::scenarios
