#include "nrm/http/message.hpp"

#include "nrm/http/json.hpp"

namespace nrm::http {

std::string_view name_of(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
  }
  fail_bug("a method without a name");
}

std::optional<std::string> Request::header(std::string_view name) const {
  const auto found = headers.find(std::string{name});
  return found == headers.end() ? std::nullopt : std::optional{found->second};
}

Response json(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response created(std::string location, std::string body) {
  auto response = json(201, std::move(body));
  response.headers["Location"] = std::move(location);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

}  // namespace nrm::http
