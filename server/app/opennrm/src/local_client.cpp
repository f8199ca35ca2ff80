#include "local_client.hpp"

#include "nrm/access/accounts.hpp"
#include "nrm/http/stream.hpp"

namespace nrm::app {
namespace {

constexpr std::string_view kLoopback = "127.0.0.1";

void split_query(const std::string& path_and_query, http::Request& request) {
  const auto mark = path_and_query.find('?');
  request.path = path_and_query.substr(0, mark);
  if (mark == std::string::npos) return;
  std::string_view rest{path_and_query};
  rest.remove_prefix(mark + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    const auto equals = pair.find('=');
    request.query[std::string{pair.substr(0, equals)}] =
        equals == std::string_view::npos ? "" : std::string{pair.substr(equals + 1)};
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
  }
}

}  // namespace

LocalClient::LocalClient(Instance& instance)
    : instance_{instance}, router_{instance.routes()}, renderer_{http::make_problem_renderer(instance.catalogue())} {}

http::Response LocalClient::call(http::Method method, const std::string& path_and_query, const std::string& body,
                                 const std::string& token, const std::map<std::string, std::string>& headers) {
  http::Request request;
  request.method = method;
  request.body = body;
  request.client_address = kLoopback;
  request.id = RequestId::random(instance_.random()).text();
  request.headers = {{"x-nrm", "1"}, {"content-type", "application/json"}};
  request.headers.insert(headers.begin(), headers.end());
  if (!token.empty()) request.cookies["__Host-nrm"] = token;
  split_query(path_and_query, request);
  const auto match = router_.match(method, request.path);
  if (match.route == nullptr) return renderer_(Problem{problems::kNotFound}, request);
  request.path_params = match.params;
  auto answer = match.route->handler(request);
  if (!answer) return renderer_(answer.error(), request);
  answer->body = http::whole_body(*answer);
  answer->source.reset();
  answer->shared_body.reset();
  return std::move(*answer);
}

Result<std::string> LocalClient::sign_in(const std::string& account, const SecretText& password,
                                         const std::string& code) {
  auto signed_in = access::sign_in(instance_.access(), {account, password, code, access::network_of(kLoopback)},
                                   RequestId::random(instance_.random()).text());
  if (!signed_in) return Failure{signed_in.error()};
  return signed_in->token.expose();
}

}  // namespace nrm::app
