// Sentences about what is known of a person, how it changes, and who is told.
#include <fmt/format.h>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string path_of(Stage& stage, const std::string& person) {
  return "/api/v1/cases/" + stage.case_id(person);
}

json::object contact(const std::string& how) {
  return {{"how", how}, {"never", json::array{"relatives"}}, {"no_messages", true}};
}

void open_unknown(Stage& stage, const std::string& actor, const std::string& person) {
  const json::object values{
      {"identity.names",
       json::array{json::object{{"name", stage.stage_name(person)}, {"script", "Latn"}, {"kind", "as-written"}}}},
      {"identity.citizenships", json::array{"unknown"}},
      {"casework.how-came", "own-detection"},
      {"casework.urgent", "true"},
      {"casework.disclosure", "partial"},
      {"casework.needs", json::array{"shelter"}},
      {"whereabouts.safe-contact", contact("by the duty desk for " + person)}};
  stage.cases[person] =
      text_of(stage.must(actor, 201, Method::post, "/api/v1/cases", json::object{{"values", values}}), "id");
}

void write(Stage& stage, const std::string& actor, const std::string& person, const json::object& values) {
  const auto found = stage.players.find(actor);
  if (found == stage.players.end()) Stage::fail("nobody is called " + actor);
  const auto version = stage.must(actor, 200, Method::get, path_of(stage, person)).at("version").as_int64();
  const auto answer = stage.world().call(found->second.account, Method::patch, path_of(stage, person) + "/values",
                                         json::serialize(json::object{{"values", values}}),
                                         {{"if-match", fmt::format("\"{}\"", version)}});
  if (answer.status != 200) Stage::fail(fmt::format("it answered {}: {}", answer.status, answer.body));
}

bool has_task(Stage& stage, const std::string& actor, const std::string& person, const std::string& kind) {
  const auto body = stage.must(actor, 200, Method::get, path_of(stage, person));
  for (const auto& task : body.at("tasks").as_array())
    if (text_of(task, "kind") == kind) return true;
  return false;
}

void expect_task(Stage& stage, const std::smatch& m, const std::string& person, const std::string& kind) {
  const bool there = m[2].str() == "is";
  if (has_task(stage, name(m, 1), person, kind) != there) Stage::fail(there ? "no such task" : "the task is open");
}

void expect_adult_consent_refused(Stage& stage, const std::string& actor, const std::string& person,
                                  const std::string& team) {
  json::array points;
  for (const auto point : pathway::kConsentPoints) points.emplace_back(point);
  const json::object said{{"decision", "consent"},
                          {"purpose", "assist"},
                          {"receiver_team_id", stage.team_id(team)},
                          {"field_groups", json::array{"contact", "needs"}},
                          {"language", "en"},
                          {"interpreter", json::object{{"used", true}, {"name", "Sworn interpreter"}}},
                          {"points", points},
                          {"until", to_iso(stage.calendar().local_date(stage.now() + std::chrono::hours{24 * 30}))},
                          {"spoken_to", "person"}};
  const auto answer = stage.call(actor, Method::post, path_of(stage, person) + "/bases", said);
  if (answer.status < 400 || answer.status >= 500) Stage::fail(fmt::format("it answered {}", answer.status));
}

void expect_past_age_class(Stage& stage, const std::string& actor, const std::string& person) {
  const auto body = stage.must(
      actor, 201, Method::post, path_of(stage, person) + "/field-histories",
      json::object{{"field", "casework.age-class"}, {"purpose", "identify"}, {"reason", "who decided on her age"}});
  const auto& versions = body.at("items").as_array();
  if (versions.size() != 2) Stage::fail(fmt::format("{} versions", versions.size()));
  if (text_of(versions[0].at("value"), "class") != "adult" ||
      text_of(versions[1].at("value"), "class") != "may-be-a-child")
    Stage::fail("the versions say something else");
  if (text_of(versions[1].at("by"), "name") != stage.stage_name(actor)) Stage::fail("another wrote it");
}

void expect_correction(Stage& stage, const std::string& actor, const std::string& person, const std::string& now) {
  const auto body = stage.must(actor, 201, Method::post, "/api/v1/referrals/" + stage.referral_id(person) + "/opening",
                               json::object{{"purpose", "assist"}, {"reason", "to see what has changed"}});
  const auto sent = json::serialize(body.at("fields").at("whereabouts.safe-contact"));
  const auto& corrections = body.at("corrections").as_array();
  if (corrections.size() != 1) Stage::fail(fmt::format("{} corrections", corrections.size()));
  const auto corrected = json::serialize(corrections[0].at("fields").at("whereabouts.safe-contact"));
  if (sent.find("by the duty desk for " + person) == std::string::npos) Stage::fail("the old contact is gone");
  if (corrected.find(now) == std::string::npos) Stage::fail("the new contact is another");
}

void add_knowing(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" opens a case for "([^"]+)", of whom neither age nor citizenship is known\.)re",
      [](Stage& stage, const std::smatch& m) { open_unknown(stage, name(m, 1), name(m, 2)); });
  add(all, R"re("([^"]+)" records that the passport of "([^"]+)" is held by (?:her|his) ([a-z ]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        const json::object passport{{"kind", "passport"}, {"state", "held-by-another"}, {"held_by", name(m, 3)}};
        write(stage, name(m, 1), name(m, 2),
              {{"identity.documents", json::array{passport}}, {"identity.document-state", "held-by-another"}});
      });
  add(all,
      R"re("([^"]+)" records that "([^"]+)" speaks (\w+) and needs a woman as interpreter, )re"
      R"re(never (?:her|his) ([a-z ]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        const json::object spoken{{"language", name(m, 3)}, {"level", "native"}};
        write(stage, name(m, 1), name(m, 2),
              {{"casework.languages", json::array{spoken}},
               {"casework.interpreter", json::object{{"needed", "yes"}, {"gender", "female"}}},
               {"casework.interpreter-never", json::array{json::object{{"name", name(m, 4)}}}}});
      });
  add(all, R"re("([^"]+)" takes "([^"]+)" to be perhaps a child, for ([a-z-]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        write(stage, name(m, 1), name(m, 2),
              {{"casework.age-class", json::object{{"class", "may-be-a-child"}, {"reason", name(m, 3)}}}});
      });
  add(all, R"re("([^"]+)" decides that "([^"]+)" is an adult, for ([a-z-]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        write(stage, name(m, 1), name(m, 2),
              {{"casework.age-class", json::object{{"class", "adult"}, {"reason", name(m, 3)}}}});
      });
  add(all, R"re("([^"]+)" (is|is no longer) reminded to decide whether "([^"]+)" is a child\.)re",
      [](Stage& stage, const std::smatch& m) { expect_task(stage, m, name(m, 3), "decide-age-class"); });
  add(all, R"re("([^"]+)" cannot record for "([^"]+)" the consent of an adult to "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_adult_consent_refused(stage, name(m, 1), name(m, 2), name(m, 3));
      });
  add(all, R"re("([^"]+)" sees that "([^"]+)" was taken to be perhaps a child before, and who wrote it\.)re",
      [](Stage& stage, const std::smatch& m) { expect_past_age_class(stage, name(m, 1), name(m, 2)); });
  add(all, R"re(The statistics count nobody's citizenship by a guess\.)re", [](Stage& stage, const std::smatch&) {
    const auto rows =
        stage.world().query("select count(*) as n from statistics_row where citizenship_group is not null");
    if (rows.at(0).integer("n") != 0) Stage::fail("somebody's is counted");
  });
}

void add_correcting(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" learns that "([^"]+)" is reached safely "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        write(stage, name(m, 1), name(m, 2), {{"whereabouts.safe-contact", contact(name(m, 3))}});
      });
  add(all, R"re("([^"]+)" (is|is no longer) reminded to tell (?:anybody|"[^"]+") what has changed about "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_task(stage, m, name(m, 3), "send-correction"); });
  add(all, R"re("([^"]+)" sends the correction about "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    const auto outdated =
        stage.must(name(m, 1), 200, Method::get, path_of(stage, name(m, 2)) + "/corrections").at("items").as_array();
    if (outdated.size() != 1) Stage::fail(fmt::format("{} referrals have changed", outdated.size()));
    stage.must(name(m, 1), 201, Method::post,
               "/api/v1/referrals/" + text_of(outdated[0], "referral_id") + "/correction",
               json::object{{"fields", outdated[0].at("fields")}});
  });
  add(all, R"re("([^"]+)" reads of "([^"]+)" both the old contact and "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_correction(stage, name(m, 1), name(m, 2), name(m, 3)); });
}

}  // namespace

void add_fields(std::vector<Sentence>& all) {
  add_knowing(all);
  add_correcting(all);
}

}  // namespace nrm::scenarios
