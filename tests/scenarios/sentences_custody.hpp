#pragma once

#include "sentences.hpp"

namespace nrm::scenarios {

void add_custody(std::vector<Sentence>& all);

}  // namespace nrm::scenarios
