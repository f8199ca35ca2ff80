#include "shared.hpp"

namespace nrm::oversight {

std::vector<http::Route> oversight_routes(const Desk& desk, access::SessionResolver sessions) {
  using http::Method;
  const auto route = [&](Method method, std::string pattern, CallHandler handler) {
    return http::Route{method, std::move(pattern),
                       [desk, sessions, handler = std::move(handler)](const http::Request& request) {
                         const auto session = sessions(request);
                         if (!session) return Result<http::Response>{tl::unexpected(session.error())};
                         return handler({desk, request, *session});
                       }};
  };
  return {
      route(Method::post, "/api/v1/cases/{id}/break-glass", post_break_glass),
      route(Method::get, "/api/v1/cases/{id}/break-glass", get_break_glass_of_case),
      route(Method::post, "/api/v1/break-glass/{id}/review", post_review),
      route(Method::get, "/api/v1/break-glass", get_break_glass),
      route(Method::del, "/api/v1/members/{id}/break-glass-suspension", delete_suspension),
      route(Method::get, "/api/v1/emergency-keys", get_emergency_keys),
      route(Method::put, "/api/v1/emergency-keys", put_emergency_keys),
      route(Method::get, "/api/v1/anomalies", get_anomalies),
      route(Method::post, "/api/v1/anomalies/{id}/review", post_anomaly_review),
      route(Method::post, "/api/v1/cases/{id}/canary", post_canary),
      route(Method::post, "/api/v1/canaries/{id}/confirmation", post_canary_confirmation),
      route(Method::get, "/api/v1/canaries", get_canaries),
      route(Method::get, "/api/v1/cases/{id}/access-account", get_account),
      route(Method::post, "/api/v1/cases/{id}/access-exports", post_access_export),
  };
}

}  // namespace nrm::oversight
