#include "sentences.hpp"

#include <fmt/format.h>

#include "sentences_custody.hpp"
#include "sentences_keys.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

json::array seven_points() {
  json::array points;
  for (const auto point : pathway::kConsentPoints) points.emplace_back(point);
  return points;
}

json::array groups_of(const std::string& words) {
  json::array groups;
  for (const auto* group : {"identity", "contact", "needs", "situation", "health"})
    if (words.find(group) != std::string::npos) groups.emplace_back(group);
  return groups;
}

void open_case(Stage& stage, const std::string& actor, const std::string& person, const std::string& birth_year,
               const std::string& found_with) {
  json::object values{
      {"identity.names",
       json::array{json::object{{"name", stage.stage_name(person)}, {"script", "Latn"}, {"kind", "given"}}}},
      {"casework.age-class", {{"class", "adult"}, {"reason", "own-statement"}}},
      {"casework.how-came", "own-detection"},
      {"casework.detection-month", to_iso(stage.calendar().local_date(stage.now())).substr(0, 7)},
      {"casework.needs", json::array{"shelter"}},
      {"whereabouts.safe-contact",
       {{"how", "by the duty desk for " + person},
        {"when", "9 to 18"},
        {"code_word", "lilac"},
        {"never", json::array{"relatives"}},
        {"no_messages", true}}}};
  if (!birth_year.empty())
    values["identity.birth-date"] = {{"value", birth_year}, {"precision", "year"}, {"basis", "stated"}};
  json::object body{{"values", values}};
  if (!found_with.empty()) body["found_with"] = stage.case_id(found_with);
  stage.cases[person] = text_of(stage.must(actor, 201, Method::post, "/api/v1/cases", body), "id");
}

json::object decision_of(Stage& stage, const std::string& decision, const std::string& team,
                         const std::string& groups) {
  return {{"decision", decision},
          {"purpose", "assist"},
          {"receiver_team_id", stage.team_id(team)},
          {"field_groups", groups_of(groups)},
          {"language", "en"},
          {"interpreter", json::object{{"used", true}, {"name", "Sworn interpreter"}}},
          {"points", seven_points()},
          {"until", to_iso(stage.calendar().local_date(stage.now() + std::chrono::hours{24 * 90}))},
          {"spoken_to", "person"}};
}

void record_agreement(Stage& stage, const std::string& actor, const std::string& person, const std::string& team,
                      const std::string& groups) {
  const auto path = "/api/v1/cases/" + stage.case_id(person) + "/bases";
  stage.bases[person] =
      text_of(stage.must(actor, 201, Method::post, path, decision_of(stage, "consent", team, groups)), "id");
}

json::object referral_of(Stage& stage, const std::string& person, const std::string& team, const std::string& need) {
  json::object body{{"case_id", stage.case_id(person)},
                    {"receiver_team_id", stage.team_id(team)},
                    {"need", need},
                    {"fields", json::array{"whereabouts.safe-contact", "casework.needs"}},
                    {"urgent", false}};
  const auto basis = stage.bases.find(person);
  // Where she never agreed to anything, the best a sender could do is to name a basis that does not exist.
  body["basis_id"] = basis == stage.bases.end() ? std::string{"00000000-0000-4000-8000-000000000000"} : basis->second;
  return body;
}

void refer(Stage& stage, const std::string& actor, const std::string& person, const std::string& team,
           const std::string& need) {
  const auto body = stage.must(actor, 201, Method::post, "/api/v1/referrals", referral_of(stage, person, team, need));
  stage.referrals[person] = text_of(body, "id");
}

std::string arrow_path(Stage& stage, const std::string& person, const std::string& arrow) {
  return "/api/v1/referrals/" + stage.referral_id(person) + "/" + arrow;
}

void expect_state(Stage& stage, const std::string& actor, const std::string& person, const std::string& state) {
  const auto found = text_of(stage.referral(actor, person), "state");
  if (found != state) Stage::fail("the referral is " + found);
}

void open_referral(Stage& stage, const std::string& actor, const std::string& person) {
  const auto body = stage.must(actor, 201, Method::post, arrow_path(stage, person, "opening"),
                               json::object{{"purpose", "assist"}, {"reason", "to answer the referral"}});
  const auto fields = body.as_object().at("fields").as_object();
  const auto contact = json::serialize(fields.at("whereabouts.safe-contact"));
  if (contact.find("by the duty desk for " + person) == std::string::npos)
    Stage::fail("another contact was read: " + contact);
}

std::size_t inbox_size(Stage& stage, const std::string& actor) {
  return stage.must(actor, 200, Method::get, "/api/v1/referrals?box=in").as_object().at("items").as_array().size();
}

UtcTime answer_due(Stage& stage, const std::string& actor, const std::string& person) {
  return *parse_rfc3339(text_of(stage.referral(actor, person), "answer_due_at"));
}

std::string sender_of(Stage& stage) {
  for (const auto& [name, player] : stage.players)
    if (player.account.roles.contains(access::Role::identifying_officer)) return name;
  Stage::fail("nobody sends in this story");
}

void expect_overdue(Stage& stage, const std::string& actor, const std::string& person, bool overdue) {
  const auto state = text_of(stage.referral(actor, person), "clock_state");
  if ((state == "overdue") != overdue) Stage::fail("its clock is " + state);
}

void count_lines(Stage& stage, const std::string& actor, const std::string& person, const std::string& told) {
  int count = 0;
  const auto referral = stage.referral(actor, person);
  for (const auto& line : referral.as_object().at("history").as_array())
    if (text_of(line, "state") == told) ++count;
  if (count != 1) Stage::fail(fmt::format("told {} times", count));
}

void add_setting(std::vector<Sentence>& all) {
  add(all, R"re(It is (\S+) (\S+) in (?:Minsk|London)(, or any other time)?\.)re",
      [](Stage& stage, const std::smatch& m) { stage.set_local_time(name(m, 1), name(m, 2), m[3].matched); });
  add(all, R"re("([^"]+)" is a team of (?:the|an|a) ([a-zA-Z ]+?) that does (\w+)(?: and offers ([\w-]+))?\.)re",
      [](Stage& stage, const std::smatch& m) { stage.add_team(name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all, R"re("([^"]+)" works at "([^"]+)" as ([a-z ]+)\.)re",
      [](Stage& stage, const std::smatch& m) { stage.add_player(name(m, 1), name(m, 2), name(m, 3)); });
  add(all, R"re(It becomes (\d\S+) (\S+) in (?:Minsk|London)\.)re",
      [](Stage& stage, const std::smatch& m) { stage.set_local_time(name(m, 1), name(m, 2), false); });
  add(all, R"re(It becomes one minute (before|after) the answer to the referral of "([^"]+)" is due\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto due = answer_due(stage, sender_of(stage), name(m, 2));
        stage.set_time(name(m, 1) == "before" ? due - std::chrono::minutes{1} : due + std::chrono::minutes{1});
      });
}

void add_case_and_consent(std::vector<Sentence>& all) {
  add(all,
      R"re("([^"]+)" opens a case for "([^"]+)", an adult(?:, born about (\d{4}))?(?:, found with "([^"]+)")?\.)re",
      [](Stage& stage, const std::smatch& m) { open_case(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all, R"re("([^"]+)" sees (\d+) people in the group of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    const auto body = stage.must(name(m, 1), 200, Method::get, "/api/v1/cases/" + stage.case_id(name(m, 3)));
    const auto others = body.as_object().at("group").as_array().size();
    if (std::to_string(others + 1) != name(m, 2)) Stage::fail(fmt::format("{} others", others));
  });
  add(all, R"re("([^"]+)" records that "([^"]+)" agrees that "([^"]+)" learns ([a-z ]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        record_agreement(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4));
      });
  add(all, R"re("([^"]+)" records that "([^"]+)" refuses that "([^"]+)" learns anything\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, "/api/v1/cases/" + stage.case_id(name(m, 2)) + "/bases",
                   decision_of(stage, "refusal", name(m, 3), "contact needs"));
      });
  add(all, R"re("([^"]+)" counts "([^"]+)" without a name\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, "/api/v1/cases/" + stage.case_id(name(m, 2)) + "/notices",
               json::object{{"kind", "without-name"}});
  });
  add(all, R"re(The statistics count (\d+) person without a name\.)re", [](Stage& stage, const std::smatch& m) {
    const auto rows = stage.world().query("select count(*) as n from statistics_row where notified_without_name = 1");
    if (std::to_string(rows.at(0).integer("n")) != name(m, 1)) Stage::fail("another number is counted");
  });
  add(all, R"re("([^"]+)" reads the identity of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    const auto body =
        stage.must(name(m, 1), 201, Method::post, "/api/v1/cases/" + stage.case_id(name(m, 2)) + "/openings",
                   json::object{{"compartment", "identity"}, {"purpose", "identify"}, {"reason", "to speak with her"}});
    if (json::serialize(body).find(stage.stage_name(name(m, 2))) == std::string::npos)
      Stage::fail("her name is not there");
  });
  add(all, R"re("([^"]+)" finds nothing of the (case|referral) of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto path = name(m, 2) == "case" ? "/api/v1/cases/" + stage.case_id(name(m, 3))
                                               : "/api/v1/referrals/" + stage.referral_id(name(m, 3));
        stage.must(name(m, 1), 404, Method::get, path);
      });
}

void add_referral(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" refers "([^"]+)" to "([^"]+)" for ([\w-]+)\.)re",
      [](Stage& stage, const std::smatch& m) { refer(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all, R"re("([^"]+)" cannot refer "([^"]+)" to "([^"]+)" for ([\w-]+), for there is no basis\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto answer = stage.call(name(m, 1), Method::post, "/api/v1/referrals",
                                       referral_of(stage, name(m, 2), name(m, 3), name(m, 4)));
        if (answer.status < 400 || answer.status >= 500) Stage::fail(fmt::format("it answered {}", answer.status));
      });
  add(all, R"re("([^"]+)" has (\d+) referrals? in (?:her|his) inbox\.)re", [](Stage& stage, const std::smatch& m) {
    if (std::to_string(inbox_size(stage, name(m, 1))) != name(m, 2)) Stage::fail("another number is there");
  });
  add(all, R"re("([^"]+)" opens the referral of "([^"]+)" and reads the safe contact of "\2"\.)re",
      [](Stage& stage, const std::smatch& m) { open_referral(stage, name(m, 1), name(m, 2)); });
  add(all, R"re("([^"]+)" sees that the referral of "([^"]+)" is ([a-z-]+)\.)re",
      [](Stage& stage, const std::smatch& m) { expect_state(stage, name(m, 1), name(m, 2), name(m, 3)); });
  add(all, R"re("([^"]+)" accepts the referral of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, arrow_path(stage, name(m, 2), "acceptance"), json::object{});
  });
  add(all, R"re("([^"]+)" declines the referral of "([^"]+)" for want of a place and suggests "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(
            name(m, 1), 201, Method::post, arrow_path(stage, name(m, 2), "decline"),
            json::object{{"reason", "no-place"}, {"suggestion_team_id", stage.team_id(name(m, 3))}, {"note", ""}});
      });
  add(all, R"re("([^"]+)" records the first contact of the referral of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, arrow_path(stage, name(m, 2), "first-contact"),
                   json::object{{"at", to_rfc3339(stage.now())}});
      });
  add(all, R"re("([^"]+)" completes the referral of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, arrow_path(stage, name(m, 2), "completion"),
               json::object{{"outcome", "need-met"}, {"note", ""}});
  });
  add(all, R"re("([^"]+)" (asks|answers) on the referral of "([^"]+)": "([^"]+)")re",
      [](Stage& stage, const std::smatch& m) {
        json::object body{{"text", name(m, 4)}};
        if (name(m, 2) == "answers") {
          const auto referral = stage.referral(name(m, 1), name(m, 3));
          body["question_id"] = text_of(referral.as_object().at("line").as_array().back(), "id");
        }
        stage.must(name(m, 1), 201, Method::post,
                   arrow_path(stage, name(m, 3), name(m, 2) == "asks" ? "questions" : "answers"), body);
      });
}

void add_clocks_and_log(std::vector<Sentence>& all) {
  add(all, R"re(The answer to the referral of "([^"]+)" is due (\d) working days later by the calendar of Belarus\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto due = answer_due(stage, sender_of(stage), name(m, 1));
        const auto expected = stage.calendar().deadline(stage.now(), {std::stoi(name(m, 2)), TimeUnit::working_days});
        if (due != expected) Stage::fail("it is due " + to_rfc3339(due));
      });
  add(all, R"re("([^"]+)" sees that the answer to the referral of "([^"]+)" is (not )?overdue\.)re",
      [](Stage& stage, const std::smatch& m) { expect_overdue(stage, name(m, 1), name(m, 2), !m[3].matched); });
  add(all, R"re("([^"]+)" is told once that the answer to the referral of "([^"]+)" is (overdue|soon due)\.)re",
      [](Stage& stage, const std::smatch& m) {
        count_lines(stage, name(m, 1), name(m, 2), name(m, 3) == "overdue" ? "overdue" : "reminder");
      });
  add(all, R"re(The answer to the referral of "([^"]+)" is due at the end of (\S+) in (?:Minsk|London)\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto due = answer_due(stage, sender_of(stage), name(m, 1));
        if (due != stage.calendar().end_of(*parse_iso_date(name(m, 2)))) Stage::fail("it is due " + to_rfc3339(due));
      });
  add(all, R"re(The log holds every act and verifies\.)re", [](Stage& stage, const std::smatch&) {
    if (const auto fault = stage.world().verify_log()) Stage::fail(*fault);
  });
}

std::vector<Sentence> make_sentences() {
  std::vector<Sentence> all;
  add_setting(all);
  add_case_and_consent(all);
  add_referral(all);
  add_clocks_and_log(all);
  add_custody(all);
  add_fields(all);
  add_caselife(all);
  add_oversight(all);
  add_consent(all);
  add_keys(all);
  add_retention(all);
  add_work(all);
  add_referral_chains(all);
  add_places(all);
  add_letters(all);
  add_ledger(all);
  add_handover(all);
  add_clocks(all);
  add_identification(all);
  return all;
}

}  // namespace

std::string text_of(const json::value& object, const char* name) {
  return json::value_to<std::string>(object.as_object().at(name));
}

std::string name(const std::smatch& match, std::size_t group) {
  return match[group].str();
}

void add(std::vector<Sentence>& all, const char* pattern, std::function<void(Stage&, const std::smatch&)> play) {
  all.push_back({std::regex{pattern}, std::move(play)});
}

const std::vector<Sentence>& sentences() {
  static const auto all = make_sentences();
  return all;
}

}  // namespace nrm::scenarios
