#include "demo_cases.hpp"

#include "demo_help.hpp"
#include "demo_play.hpp"

namespace nrm::app {
namespace {

namespace json = boost::json;

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

struct Asked {
  TeamId team;
  std::string basis;
};

// Where nobody else is named, nobody is asked after the first.
std::string refer(Play& play, const std::string& case_id, const Asked& first, const std::vector<Asked>& then) {
  json::array alternatives;
  for (const auto& next : then)
    alternatives.push_back(json::object{{"team_id", next.team.text()}, {"basis_id", next.basis}});
  const json::object body{{"case_id", case_id},
                          {"basis_id", first.basis},
                          {"receiver_team_id", first.team.text()},
                          {"need", "shelter"},
                          {"alternatives", alternatives},
                          {"hold_place", true},
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
  add_demo_help(play, teams);

  const auto maria = open_case(
      play, {"Maria Fictional", "Мария Вымышленная", "1998", "Found at night with two others (fictional)."}, "");
  const auto lena =
      open_case(play, {"Lena Fictional", "Лена Вымышленная", "2001", "Found with Maria (fictional)."}, maria);
  open_case(play, {"Vera Fictional", "Вера Вымышленная", "1993", "Found with Maria; has not decided yet (fictional)."},
            maria);

  const auto& lake = teams.at("lake");
  const auto& hill = teams.at("hill");
  refer(play, maria, {lake, agree(play, maria, lake)}, {{hill, agree(play, maria, hill)}});
  const auto second = refer(play, lena, {hill, agree(play, lena, hill)}, {});
  play.post("nina", "/api/v1/referrals/" + second + "/opening",
            {{"purpose", "assist"}, {"reason", "to answer the referral"}});
  play.post("nina", "/api/v1/referrals/" + second + "/acceptance", {});
}

}  // namespace nrm::app
