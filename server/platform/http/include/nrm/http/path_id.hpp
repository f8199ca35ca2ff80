// The id in a request's path.
#pragma once

#include <string>

#include "nrm/http/message.hpp"
#include "nrm/kernel/problem.hpp"

namespace nrm::http {

// kNotFound where it is none: an id that cannot be is one that is not there.
template <class IdType>
Result<IdType> path_id(const Request& request, const std::string& name = "id") {
  const auto found = request.path_params.find(name);
  const auto id = found == request.path_params.end() ? std::nullopt : IdType::parse(found->second);
  if (!id) return fail(nrm::problems::kNotFound);
  return *id;
}

}  // namespace nrm::http
