// Acts of the demonstration's members, by the same routes as anybody's, a little time apart.
#pragma once

#include <fmt/format.h>
#include <boost/json.hpp>

#include <map>
#include <stdexcept>

#include "demo.hpp"
#include "local_client.hpp"

namespace nrm::app {

inline constexpr std::chrono::seconds kBetweenActs{20};

class Play {
 public:
  Play(Instance& instance, ManualClock& clock, const std::vector<DemoAccount>& accounts)
      : instance_{instance}, clock_{clock}, client_{instance}, accounts_{accounts} {}

  boost::json::object get(const std::string& who, const std::string& path) {
    return call(who, http::Method::get, path, "");
  }
  boost::json::object post(const std::string& who, const std::string& path, const boost::json::object& body) {
    return call(who, http::Method::post, path, boost::json::serialize(body));
  }
  boost::json::object put(const std::string& who, const std::string& path, const boost::json::object& body,
                          const std::string& if_match) {
    return call(who, http::Method::put, path, boost::json::serialize(body), {{"if-match", if_match}});
  }
  // The first member of a team who signs in makes its keys.
  void sign_in(const std::string& who) { token_of(who); }
  std::string today_plus(int days) const {
    return to_iso(instance_.pack().calendar->local_date(instance_.clock().now() + std::chrono::hours{24 * days}));
  }

 private:
  boost::json::object call(const std::string& who, http::Method method, const std::string& path,
                           const std::string& body, const std::map<std::string, std::string>& headers = {}) {
    clock_.advance(kBetweenActs);
    const auto response = client_.call(method, path, body, token_of(who), headers);
    if (response.status >= 300)
      throw std::runtime_error{
          fmt::format("the demonstration's {} answered {}: {}", path, response.status, response.body)};
    return response.body.empty() ? boost::json::object{} : boost::json::parse(response.body).as_object();
  }
  const std::string& token_of(const std::string& who) {
    auto& token = tokens_[who];
    for (const auto& account : accounts_) {
      if (account.account != who || !token.empty()) continue;
      auto signed_in =
          client_.sign_in(who, SecretText{account.password}, crypto::totp_code(account.totp_secret, clock_.now()));
      if (!signed_in) throw std::runtime_error{fmt::format("{} cannot sign in: {}", who, signed_in.error().type.slug)};
      token = *signed_in;
    }
    return token;
  }
  Instance& instance_;
  ManualClock& clock_;
  LocalClient client_;
  const std::vector<DemoAccount>& accounts_;
  std::map<std::string, std::string> tokens_;
};

}  // namespace nrm::app
