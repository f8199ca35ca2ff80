// Requests and responses as plain values. No socket type leaves this module's sources.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/id.hpp"
#include "nrm/kernel/problem.hpp"

namespace nrm::http {

enum class Method { get, head, post, put, patch, del };
std::string_view name_of(Method method);

struct Request {
  Method method = Method::get;
  std::string path;                                // decoded once, no dot segments
  std::map<std::string, std::string> query;        // a repeated parameter is refused before routing
  std::map<std::string, std::string> path_params;  // {id} of the route
  std::map<std::string, std::string> headers;      // lower-case names; a repeated one is joined with ", "
  std::map<std::string, std::string> cookies;
  std::string body;
  std::string client_address;   // as text; IPv4-mapped IPv6 shown as IPv4
  std::string language = "en";  // negotiated from Accept-Language among the complete ones
  std::string id;               // request id, also sent back
  std::optional<std::string> header(std::string_view name) const;
};

class BodySource;

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::map<std::string, std::string> headers;
  std::string body;
  std::shared_ptr<const std::string> shared_body;  // instead of body: static files
  std::shared_ptr<BodySource> source;              // instead of body: read piece by piece while it is sent
};

Response json(int status, std::string body);
Response created(std::string location, std::string body);
Response no_content();

}  // namespace nrm::http
