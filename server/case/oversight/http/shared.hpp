// What the routes of this module share.
#pragma once

#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/kernel/paging.hpp"
#include "nrm/oversight/routes.hpp"

namespace nrm::oversight {

struct Call {
  const Desk& desk;
  const http::Request& request;
  const access::Session& session;
};
using CallHandler = std::function<Result<http::Response>(const Call&)>;

using http::path_id;
Result<PageRequest> page_of(const http::Request& request);
std::vector<std::string> compartment_names();
// {"id","name"} or null.
void write_member(http::JsonWriter& out, const Desk& desk, std::string_view name, const std::optional<MemberId>& id);
void write_team(http::JsonWriter& out, const Desk& desk, std::string_view name, const std::optional<TeamId>& id);

Result<http::Response> post_break_glass(const Call& call);
Result<http::Response> get_break_glass_of_case(const Call& call);
Result<http::Response> post_review(const Call& call);
Result<http::Response> get_break_glass(const Call& call);
Result<http::Response> delete_suspension(const Call& call);
Result<http::Response> get_emergency_keys(const Call& call);
Result<http::Response> put_emergency_keys(const Call& call);
Result<http::Response> get_anomalies(const Call& call);
Result<http::Response> post_anomaly_review(const Call& call);
Result<http::Response> post_canary(const Call& call);
Result<http::Response> post_canary_confirmation(const Call& call);
Result<http::Response> get_canaries(const Call& call);
Result<http::Response> get_account(const Call& call);
Result<http::Response> post_access_export(const Call& call);

}  // namespace nrm::oversight
