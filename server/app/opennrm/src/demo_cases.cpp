#include "demo_cases.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <stdexcept>

#include "local_client.hpp"

namespace nrm::app {
namespace {

namespace json = boost::json;
using http::Method;

constexpr std::chrono::seconds kBetweenActs{20};

class Play {
 public:
  Play(Instance& instance, ManualClock& clock, const std::vector<DemoAccount>& accounts)
      : instance_{instance}, clock_{clock}, client_{instance}, accounts_{accounts} {}

  json::object get(const std::string& who, const std::string& path) { return call(who, Method::get, path, ""); }
  json::object post(const std::string& who, const std::string& path, const json::object& body) {
    return call(who, Method::post, path, json::serialize(body));
  }
  // The first member of a team who signs in makes its keys.
  void sign_in(const std::string& who) { token_of(who); }
  std::string today_plus(int days) const {
    return to_iso(instance_.pack().calendar->local_date(instance_.clock().now() + std::chrono::hours{24 * days}));
  }

 private:
  json::object call(const std::string& who, Method method, const std::string& path, const std::string& body) {
    clock_.advance(kBetweenActs);
    const auto response = client_.call(method, path, body, token_of(who));
    if (response.status >= 300)
      throw std::runtime_error{
          fmt::format("the demonstration's {} answered {}: {}", path, response.status, response.body)};
    return response.body.empty() ? json::object{} : json::parse(response.body).as_object();
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

struct Person {
  const char* latin;
  const char* cyrillic;
  const char* birth_year;
  const char* summary;
};

void confirm_keys(Play& play, const std::string& holder) {
  const auto waiting = play.get(holder, "/api/v1/key-requests");
  for (const auto& row : waiting.at("items").as_array()) {
    const auto& member = row.as_object();
    if (member.at("account").as_string() == kWaitsForKeys) continue;
    play.post(holder,
              fmt::format("/api/v1/key-requests/{}/confirmation", std::string_view{member.at("member_id").as_string()}),
              {{"fingerprint",
                play.get(std::string{member.at("account").as_string()}, "/api/v1/session").at("key_fingerprint")}});
  }
}

std::string open_case(Play& play, const Person& person, const std::string& found_with) {
  const json::array names{json::object{{"name", person.latin}, {"script", "Latn"}, {"kind", "given"}},
                          json::object{{"name", person.cyrillic}, {"script", "Cyrl"}, {"kind", "as-written"}}};
  json::object values{
      {"identity.names", names},
      {"identity.birth-date", {{"value", person.birth_year}, {"precision", "year"}, {"basis", "stated"}}},
      {"casework.age-class", {{"class", "adult"}, {"reason", "own-statement"}}},
      {"casework.how-came", "own-detection"},
      {"casework.detection-month", play.today_plus(0).substr(0, 7)},
      {"casework.needs", json::array{"shelter"}},
      {"casework.summary", person.summary},
      {"whereabouts.safe-contact",
       {{"how", "only through the duty desk"},
        {"when", "9:00 to 18:00"},
        {"code_word", "lilac"},
        {"never", json::array{"relatives"}},
        {"no_messages", true}}}};
  json::object body{{"values", values}};
  if (!found_with.empty()) body["found_with"] = found_with;
  return json::value_to<std::string>(play.post("anna", "/api/v1/cases", body).at("id"));
}

std::string agree(Play& play, const std::string& case_id, const TeamId& receiver) {
  json::array points;
  for (const auto point : pathway::kConsentPoints) points.emplace_back(point);
  const json::object body{{"decision", "consent"},
                          {"purpose", "assist"},
                          {"receiver_team_id", receiver.text()},
                          {"field_groups", json::array{"contact", "needs"}},
                          {"language", "en"},
                          {"interpreter", json::object{{"used", true}, {"name", "Sworn interpreter (fictional)"}}},
                          {"points", points},
                          {"until", play.today_plus(90)},
                          {"spoken_to", "person"}};
  return json::value_to<std::string>(play.post("anna", "/api/v1/cases/" + case_id + "/bases", body).at("id"));
}

std::string refer(Play& play, const std::string& case_id, const std::string& basis, const TeamId& receiver) {
  const json::object body{{"case_id", case_id},
                          {"basis_id", basis},
                          {"receiver_team_id", receiver.text()},
                          {"need", "shelter"},
                          {"fields", json::array{"whereabouts.safe-contact", "casework.needs"}},
                          {"urgent", false}};
  return json::value_to<std::string>(play.post("anna", "/api/v1/referrals", body).at("id"));
}

}  // namespace

void add_demo_cases(Instance& instance, ManualClock& clock, const std::map<std::string, TeamId>& teams,
                    const std::vector<DemoAccount>& accounts) {
  Play play{instance, clock, accounts};
  for (const auto& account : accounts) play.sign_in(account.account);
  for (const auto* holder : {"anna", "ihar", "olga", "nina"}) confirm_keys(play, holder);

  const auto maria = open_case(
      play, {"Maria Fictional", "Мария Вымышленная", "1998", "Found at night with two others (fictional)."}, "");
  const auto lena =
      open_case(play, {"Lena Fictional", "Лена Вымышленная", "2001", "Found with Maria (fictional)."}, maria);
  open_case(play, {"Vera Fictional", "Вера Вымышленная", "1993", "Found with Maria; has not decided yet (fictional)."},
            maria);

  refer(play, maria, agree(play, maria, teams.at("lake")), teams.at("lake"));
  const auto second = refer(play, lena, agree(play, lena, teams.at("hill")), teams.at("hill"));
  play.post("nina", "/api/v1/referrals/" + second + "/opening",
            {{"purpose", "assist"}, {"reason", "to answer the referral"}});
  play.post("nina", "/api/v1/referrals/" + second + "/acceptance", {});
}

}  // namespace nrm::app
