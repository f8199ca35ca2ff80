#include "shared.hpp"

namespace nrm::consent {

std::vector<http::Route> consent_routes(const RoutesContext& context) {
  const auto handler = [&](CallHandler behaviour) -> http::Handler {
    return [context, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = context.resolve(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour({context, request, *session});
    };
  };
  using enum http::Method;
  const std::string bases = "/api/v1/cases/{id}/bases";
  const std::string one = bases + "/{basis_id}";
  return {{get, "/api/v1/consent-texts/{language}", handler(show_text)},
          {get, "/api/v1/grounds", handler(show_grounds)},
          {post, bases, handler(record_basis)},
          {get, bases, handler(list_bases)},
          {get, one, handler(show_basis)},
          {get, one + "/record", handler(print_basis)},
          {post, one + "/confirmation", handler(confirm_basis)},
          {post, one + "/withdrawal", handler(withdraw_basis)},
          {post, one + "/pause", handler(pause_basis)},
          {post, one + "/resumption", handler(resume_basis)},
          {post, "/api/v1/cases/{id}/other-grounds", handler(record_ground)},
          {post, "/api/v1/cases/{id}/withdrawals", handler(withdraw_case)},
          {post, "/api/v1/cases/{id}/representative-suspicions", handler(suspect)},
          {post, "/api/v1/cases/{id}/notices", handler(record_notice)},
          {get, "/api/v1/other-grounds", handler(list_grounds)},
          {post, "/api/v1/other-grounds/{basis_id}/review", handler(review_basis)}};
}

}  // namespace nrm::consent
