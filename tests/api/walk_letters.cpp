// Letters to bodies that are not connected, and the page on which they answer.
#include "nrm/letters/testing.hpp"
#include "walk.hpp"

namespace nrm::api {

void Walk::write_letters() {
  const auto hospital =
      text_of(must(201, administrator, Method::post, "/api/v1/organisations",
                   json::object{{"code", "walk-hospital"}, {"name", "Clinical Hospital No. 3"}, {"kind", "ngo"}}),
              "id");
  const auto of_case =
      "/api/v1/cases/" + text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id") + "/letters";
  const auto letter = [&](const char* partner, const std::string& value) {
    return "/api/v1/letters/" + text_of(must(201, officer, Method::post, of_case,
                                             json::object{{partner, value},
                                                          {"need", "medical-help"},
                                                          {"sender", canary("lettersender")},
                                                          {"phone", canary("letterphone")},
                                                          {"agreed", "person"}}),
                                        "id");
  };
  const auto one = letter("partner_id", hospital);
  const auto reference = text_of(must(200, officer, Method::get, one), "reference");
  const auto copy =
      must(201, officer, Method::post, one + "/copies", json::object{{"languages", json::array{"en", "ru"}}});
  const auto code = letters::testing::code_on(letters::testing::read_paper(json::value_to<std::string>(copy)));
  canaries_.insert(code);
  must(200, {"", Method::get, "/answer", nullptr, {}});
  must(200, {"",
             Method::post,
             "/answer",
             nullptr,
             {{"content-type", "application/x-www-form-urlencoded"}},
             "reference=" + reference + "&code=" + code + "&answer=decline&reason=no-place&language=en"});
  const auto by_phone = letter("partner_name", canary("letterpartner"));
  must(201, officer, Method::post, by_phone + "/answer", json::object{{"answer", "accepted"}, {"how", "phone"}});
  must(201, officer, Method::post, letter("partner_id", hospital) + "/recall", json::object{{"reason", "person-left"}});
  must(200, officer, Method::get, of_case);
  // She was announced and takes it back, without a basis that could end.
  const auto announced = letter("partner_id", hospital);
  must(201, officer, Method::post, announced + "/copies", json::object{{"languages", json::array{"en"}}});
  const auto the_case = of_case.substr(0, of_case.rfind('/'));
  must(200, officer, Method::get, the_case + "/withdrawal-preview");
  must(201, officer, Method::post, the_case + "/withdrawals", json::object{{"scope", "all"}});
  must(201, officer, Method::post, announced + "/partner-told", json::object{{"how", "phone"}});
}

}  // namespace nrm::api
