// Faulty copies of a good request, made from its body and from what api/openapi.yaml states of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "walk.hpp"

namespace nrm::api {

struct Faulty {
  std::string what;  // for the message of a failing test
  std::string body;
  std::string pointer;  // of the field that must be named; empty where the whole body is at fault
};

// `pattern` is the route's. Throws where a text has no stated limit.
std::vector<Faulty> faulty_copies(const Call& good, const std::string& pattern);

}  // namespace nrm::api
