#pragma once

#include "nrm/http/json.hpp"
#include "nrm/log/routes.hpp"

namespace nrm::log {

// A whole number of the query; kInvalid naming it where it is missing or none.
Result<std::uint64_t> number_of(const http::Request& request, const std::string& name);
Result<std::optional<std::uint64_t>> maybe_number_of(const http::Request& request, const std::string& name);
std::string hashes_json(std::string_view name, const std::vector<Digest>& hashes);

std::vector<http::Route> public_routes(Journal& journal);
std::vector<http::Route> auditor_routes(const AsAuditor& as_auditor);

}  // namespace nrm::log
