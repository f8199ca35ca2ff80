// Calls the API inside the process: the same routes, parsing and decisions, without a socket. Used to fill the
// demonstration and by the tests that tell stories.
#pragma once

#include <map>
#include <string>

#include "nrm/crypto/crypto.hpp"
#include "nrm/http/problem_json.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {

class LocalClient {
 public:
  explicit LocalClient(Instance& instance);
  http::Response call(http::Method method, const std::string& path_and_query, const std::string& body,
                      const std::string& token, const std::map<std::string, std::string>& headers = {});
  // The session's token.
  Result<std::string> sign_in(const std::string& account, const SecretText& password, const std::string& code);
  const http::Router& router() const { return router_; }

 private:
  Instance& instance_;
  http::Router router_;
  http::ProblemRenderer renderer_;
};

}  // namespace nrm::app
