#include "nrm/access/http_session.hpp"

namespace nrm::access {

SessionResolver make_session_resolver(const AccessContext& context) {
  return [&context](const http::Request& request) -> Result<Session> {
    const auto cookie = request.cookies.find(std::string{kSessionCookie});
    if (cookie == request.cookies.end()) return fail(problems::kSignedOut);
    return resume(context, cookie->second, request.id);
  };
}

}  // namespace nrm::access
