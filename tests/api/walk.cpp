#include "walk.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "nrm/http/router.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::api {
namespace {

json::array seven_points() {
  json::array points;
  for (const auto point : pathway::kConsentPoints) points.emplace_back(point);
  return points;
}

}  // namespace

std::string text_of(const json::value& object, const char* name) {
  return json::value_to<std::string>(object.as_object().at(name));
}

Walk::Walk() : router_{world_.instance().routes()} {
  using access::Role;
  border = world_.add_team("Border post", "border-service", "identification", "identification");
  shelter = world_.add_team("Shelter", "ngo", "protection", "shelter");
  manager = world_.add_member("Manager", border, {Role::case_manager});
  officer = world_.add_member("Officer", border, {Role::identifying_officer, Role::first_responder});
  administrator = world_.add_member("Administrator", border, {Role::administrator});
  auditor = world_.add_member("Auditor", border, {Role::auditor});
  data_officer = world_.add_member("Data officer", border, {Role::data_protection_officer});
  shelter_manager = world_.add_member("Shelter manager", shelter, {Role::case_manager});
  provider = world_.add_member("Provider", shelter, {Role::service_provider});
}

std::string Walk::pattern_of(Method method, const std::string& path) const {
  const auto match = router_.match(method, path.substr(0, path.find('?')));
  return match.route == nullptr ? std::string{} : match.route->pattern;
}

std::string Walk::canary(const std::string& label) {
  return *canaries_.insert("qzwcanary" + label + std::to_string(canaries_.size())).first;
}

std::string Walk::new_code(const crypto::TotpSecret& secret) {
  // A code is good once: the next half minute brings another.
  world_.clock().advance(std::chrono::seconds{31});
  return crypto::totp_code(secret, world_.clock().now());
}

json::value Walk::must(int status, Call call) {
  before(call);
  const auto response = world_.call_with_token(call.token, call.method, call.path, call.text(), call.headers);
  after(call, response);
  if (response.status != status)
    throw std::runtime_error{fmt::format("{} {} answered {} instead of {}: {}", http::name_of(call.method), call.path,
                                         response.status, status, response.body)};
  if (!response.content_type.starts_with("application/json") || response.body.empty())
    return json::string{response.body};
  return json::parse(response.body);
}

json::value Walk::must(int status, const Account& who, Method method, const std::string& path, json::value body,
                       World::Headers headers) {
  return must(status, {world_.token_of(who), method, path, std::move(body), std::move(headers)});
}

json::object Walk::new_case() {
  return {{"values",
           json::object{
               {"identity.names",
                json::array{json::object{{"name", canary("name")}, {"script", "Latn"}, {"kind", "given"}}}},
               {"identity.birth-date", json::object{{"value", "1998"}, {"precision", "year"}, {"basis", "stated"}}},
               {"identity.birth-place", canary("birthplace")},
               {"casework.age-class", json::object{{"class", "adult"}, {"reason", canary("agereason")}}},
               {"casework.how-came", "own-detection"},
               {"casework.detection-month", "2026-01"},
               {"casework.needs", json::array{"shelter"}},
               {"casework.summary", canary("summary")},
               {"health.needs", canary("health")},
               {"child.guardian", canary("guardian")},
               {"justice.lawyer", canary("lawyer")},
               {"residence.permit", canary("permit")},
               {"whereabouts.phone", canary("phone")},
               {"whereabouts.stays-at", canary("staysat")},
               {"whereabouts.safe-contact", json::object{{"how", canary("how")},
                                                         {"when", canary("when")},
                                                         {"code_word", canary("codeword")},
                                                         {"never", json::array{canary("never")}},
                                                         {"no_messages", true}}}}}};
}

json::object Walk::consent_to(const std::string& receiver) {
  return {{"decision", "consent"},
          {"purpose", "assist"},
          {"receiver_team_id", receiver},
          {"field_groups", json::array{"contact", "needs"}},
          {"language", "en"},
          {"interpreter", json::object{{"used", true}, {"name", canary("interpreter")}}},
          {"points", seven_points()},
          {"until", "2026-04-30"},
          {"spoken_to", "person"}};
}

json::object Walk::referral(const std::string& case_id, const std::string& basis_id) {
  return {{"case_id", case_id},
          {"basis_id", basis_id},
          {"receiver_team_id", shelter},
          {"need", "shelter"},
          {"fields", json::array{"whereabouts.safe-contact", "casework.needs"}},
          {"question", canary("firstquestion")},
          {"urgent", false}};
}

std::string Walk::send_referral() {
  const auto id = text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  const auto basis =
      text_of(must(201, officer, Method::post, "/api/v1/cases/" + id + "/bases", consent_to(shelter)), "id");
  must(200, officer, Method::post, "/api/v1/referrals/previews",
       json::object{{"case_id", id}, {"receiver_team_id", shelter}, {"need", "shelter"}, {"urgent", false}});
  return text_of(must(201, officer, Method::post, "/api/v1/referrals", referral(id, basis)), "id");
}

void Walk::go() {
  sign_in_and_out();
  join();
  for (const auto* who : {&officer, &manager, &provider, &shelter_manager}) be_mailed(*who);
  keep_directory();
  keep_cases();
  keep_bases();
  refer();
  keep_custody();
  attach_files();
  describe();
  correct();
  hold_jointly();
  end_cases();
  take_calls();
  filter_cases();
  keep_places();
  watch_over();
  go_on_to_others();
  retain();
  write_letters();
  hand_over();
  go_its_way();
  reconcile();
  see_work();
  be_on_duty();
  go_on_leave();
  be_mailed_no_more(manager);
  manage_members();
  rotate_keys();
  renew_own_key();
  close_teams();
  publish_directory();
  read_log();
  merge_teams();
}

}  // namespace nrm::api
