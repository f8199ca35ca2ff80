// One walk through the whole API: every route at least once, each with a request that is granted. Other tests look at
// each request just before it is sent, or search afterwards for what it carried.
#pragma once

#include <boost/json.hpp>

#include <optional>
#include <set>

#include "nrm/http/router.hpp"
#include "nrm/mail/testing.hpp"
#include "nrm/opennrm/testing.hpp"

namespace nrm::api {

namespace json = boost::json;
using app::testing::Account;
using app::testing::World;
using http::Method;

struct Call {
  std::string token;  // empty: signed out
  Method method = Method::get;
  std::string path;
  json::value body;  // null: none
  World::Headers headers;
  std::optional<std::string> raw = {};  // instead of body: bytes that are no JSON
  std::string text() const {
    if (raw) return *raw;
    return body.is_null() ? std::string{} : json::serialize(body);
  }
};

class Walk {
 public:
  Walk();
  void go();

  std::function<void(Call&)> before = [](Call&) {};
  std::function<void(const Call&, const http::Response&)> after = [](const Call&, const http::Response&) {};
  // What the mail server took, headers and decoded text, in the order it came.
  std::vector<std::string> mails() const;
  // A word that stands nowhere else, kept for the search for it.
  std::string canary(const std::string& label);
  const std::set<std::string>& canaries() const { return canaries_; }
  World& world() { return world_; }
  // The pattern of the route that answers; empty where there is none.
  std::string pattern_of(Method method, const std::string& path) const;

  json::object new_case();
  json::object consent_to(const std::string& receiver);
  json::object referral(const std::string& case_id, const std::string& basis_id);
  // Opens a case, records consent and sends: the referral's id.
  std::string send_referral();

  // Answers with the body; throws where the status is another.
  json::value must(int status, Call call);
  json::value must(int status, const Account& who, Method method, const std::string& path, json::value body = nullptr,
                   World::Headers headers = {});
  std::string new_code(const crypto::TotpSecret& secret);

  Account manager, officer, administrator, auditor, shelter_manager, provider, data_officer;

  Account house_manager;  // of the team that takes the shelter in, with its last step
  std::string border, shelter;

 private:
  void sign_in_and_out();
  void join();
  void manage_members();
  void keep_directory();
  void keep_cases();
  void keep_bases();
  void use_another_ground(const std::string& path);
  void refer();
  void go_on_to_others();
  void look_for_somebody(const Account& coordinator, const std::string& hill);
  void attach_files();
  json::object structured_values();
  void describe();
  void correct();
  std::string opened_by_manager();
  void hold_jointly();
  void end_cases();
  void take_calls();
  void filter_cases();
  void keep_places();
  void import_directory();
  void publish_directory();
  void watch_over();
  void retain();
  void write_letters();
  void hand_over();
  void go_its_way();
  void reconcile();
  void settle(const std::string& one, const json::value& compared);
  void supervise(const Account& coordinator);
  void be_mailed(const Account& who);
  void see_work();
  void be_on_duty();
  void go_on_leave();
  void be_mailed_no_more(const Account& who);
  void read_log();
  void keep_custody();
  void name_custodians(const Account& first, const Account& second);
  void lose_keys(const Account& lost);
  void read_notices(const Account& who);
  void recover_with_custodians(const Account& first, const Account& second, Account lost);
  void take_key_of_team(const Account& first, const Account& second);
  void rotate_keys();
  void renew_own_key();
  void close_teams();
  void merge_teams();
  std::string add_team_of(const std::string& organisation, const std::string& name);
  void cosign(const std::string& checkpoint);

  mail::testing::SmtpServer smtp_;
  mail::Server mail_settings_ = smtp_.settings();
  World world_{0, "sqlite", "by", &mail_settings_};
  http::Router router_;
  std::set<std::string> canaries_;
  Account newcomer_;
};

std::string text_of(const json::value& object, const char* name);
// Of the base32 that a member types into her authenticator.
crypto::TotpSecret secret_of(const std::string& base32);

}  // namespace nrm::api
