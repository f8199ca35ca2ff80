#include "shared.hpp"

namespace nrm::referral {

std::vector<http::Route> referral_routes(const Desk& desk, access::SessionResolver sessions) {
  using http::Method;
  const auto route = [&](Method method, std::string pattern, CallHandler handler) {
    return http::Route{method, std::move(pattern), signed_in(desk, sessions, std::move(handler))};
  };
  const auto showing = [&](std::string pattern, CallHandler handler) {
    auto shown = route(Method::post, std::move(pattern), std::move(handler));
    shown.reads = true;
    return shown;
  };
  return {
      route(Method::get, "/api/v1/cases/{id}/withdrawal-preview", get_withdrawal_preview),
      route(Method::post, "/api/v1/referrals", post_referral),
      showing("/api/v1/referrals/previews", post_preview),
      route(Method::get, "/api/v1/referrals", get_referrals),
      route(Method::get, "/api/v1/referrals/{id}", get_referral),
      showing("/api/v1/referrals/{id}/opening", post_opening),
      route(Method::post, "/api/v1/referrals/{id}/acceptance", post_acceptance),
      route(Method::post, "/api/v1/referrals/{id}/decline", post_decline),
      route(Method::post, "/api/v1/referrals/{id}/recall", post_recall),
      route(Method::post, "/api/v1/referrals/{id}/first-contact", post_first_contact),
      route(Method::post, "/api/v1/referrals/{id}/help", post_help),
      route(Method::post, "/api/v1/referrals/{id}/completion", post_completion),
      route(Method::post, "/api/v1/referrals/{id}/end", post_end),
      route(Method::post, "/api/v1/referrals/{id}/redirection", post_redirection),
      route(Method::post, "/api/v1/referrals/{id}/pause", post_pause),
      route(Method::post, "/api/v1/referrals/{id}/resumption", post_resumption),
      route(Method::post, "/api/v1/referrals/{id}/questions", post_question),
      route(Method::post, "/api/v1/referrals/{id}/answers", post_answer),
      route(Method::post, "/api/v1/referrals/{id}/correction", post_correction),
      route(Method::post, "/api/v1/referrals/{id}/correction-dismissal", post_correction_dismissal),
      route(Method::get, "/api/v1/cases/{id}/corrections", get_corrections),
      route(Method::get, "/api/v1/cases/{id}/referrals", get_referrals_of_case),
      route(Method::get, "/api/v1/coordination/queue", get_queue),
      route(Method::post, "/api/v1/coordination/queue/{id}/suggestion", post_suggestion),
  };
}

}  // namespace nrm::referral
