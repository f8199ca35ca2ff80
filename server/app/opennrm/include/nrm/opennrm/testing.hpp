// For tests only: a founded instance in a scratch folder with a clock that is set, cheap password work, and members who
// call the API inside the process.
#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "nrm/access/compartment.hpp"
#include "nrm/http/message.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::mail {
struct Server;
}

namespace nrm::app::testing {

struct Account {
  std::string account;
  std::string password;
  crypto::TotpSecret totp_secret;
  access::Roles roles;
  TeamId team{Uuid{}};
  MemberId member{Uuid{}};
};

// One request as it was answered, for the contract test.
struct Exchange {
  http::Method method;
  std::string path;
  std::string request_body;
  http::Response response;
};

class World {
 public:
  explicit World(unsigned seed = 0, const std::string& database = "sqlite", const std::string& pack = "by",
                 const mail::Server* mail = nullptr);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  ManualClock& clock();
  // What falls due on the way is run then, leaves are numbered.
  void move_clock_to(UtcTime time);
  const pathway::Pack& pack() const;
  UtcTime now() const;
  Instance& instance();
  std::filesystem::path folder() const;

  // The organisation is made of the team's name; its id as text.
  std::string add_team(const std::string& name, const std::string& organisation_kind, const std::string& kind,
                       const std::string& service);
  // Signs in, with keys: the first of a team makes them, the others are confirmed by the first.
  Account add_member(const std::string& name, const std::string& team_id, const access::Roles& roles);
  using Headers = std::map<std::string, std::string>;  // lower-case names
  // Signs in anew where the session has ended.
  http::Response call(const Account& who, http::Method method, const std::string& path, const std::string& body = {},
                      const Headers& headers = {});
  http::Response call_signed_out(http::Method method, const std::string& path, const std::string& body = {},
                                 const Headers& headers = {});
  http::Response call_with_token(const std::string& token, http::Method method, const std::string& path,
                                 const std::string& body = {}, const Headers& headers = {});
  // The cookie's value of a session that lives.
  std::string token_of(const Account& who);
  void on_exchange(std::function<void(const Exchange&)> observer);

  storage::Rows query(std::string_view sql, const storage::Params& params = {});
  // Exports the log and verifies it as an outsider would; what is wrong, or nothing.
  std::optional<std::string> verify_log();
  // Another server on the same data, as a restart or a second machine would be.
  std::unique_ptr<Instance> second_instance();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace nrm::app::testing
