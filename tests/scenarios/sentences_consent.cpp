#include <fmt/format.h>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string case_path(Stage& stage, const std::string& person) {
  return "/api/v1/cases/" + stage.case_id(person);
}

json::array groups_of(const std::string& words) {
  json::array groups;
  for (const auto* group : {"identity", "contact", "needs", "situation", "health"})
    if (words.find(group) != std::string::npos) groups.emplace_back(group);
  return groups;
}

void open_child(Stage& stage, const std::string& actor, const std::string& person, const std::string& born,
                const std::string& guardian) {
  json::object values{
      {"identity.names",
       json::array{json::object{{"name", stage.stage_name(person)}, {"script", "Latn"}, {"kind", "given"}}}},
      {"identity.birth-date", {{"value", born}, {"basis", "document"}}},
      {"casework.age-class", {{"class", "child"}, {"reason", "birth certificate"}}},
      {"casework.needs", json::array{"shelter"}},
      {"whereabouts.safe-contact", {{"how", "by the duty desk for " + person}}},
      {"child.guardian", stage.stage_name(guardian)}};
  stage.cases[person] =
      text_of(stage.must(actor, 201, Method::post, "/api/v1/cases", json::object{{"values", values}}), "id");
}

json::object said_for(Stage& stage, const std::string& place, const std::string& speaker, const std::string& team,
                      const std::string& groups, const std::string& until) {
  json::array points;
  for (const auto point : pathway::kConsentPoints) points.emplace_back(point);
  const auto last =
      until.empty() ? to_iso(stage.calendar().local_date(stage.now() + std::chrono::hours{24 * 20})) : until;
  return {{"decision", "consent"},
          {"purpose", "assist"},
          {"receiver_team_id", stage.team_id(team)},
          {"field_groups", groups_of(groups)},
          {"language", "en"},
          {"interpreter", json::object{{"used", true}, {"name", "Sworn interpreter"}}},
          {"points", points},
          {"until", last},
          {"spoken_to", place},
          {"child", json::object{{"best_interests_note", "a safe bed tonight comes first"},
                                 {"own_view", "wants to sleep where nobody shouts"},
                                 {"guardian_name", stage.stage_name(speaker)}}}};
}

void expect_refused(const Answer& answer, int status, const std::string& word) {
  const auto body = json::serialize(answer.body);
  if (answer.status != status || body.find(word) == std::string::npos)
    Stage::fail(fmt::format("it answered {}: {}", answer.status, body));
}

json::value opening() {
  return json::object{{"purpose", "assist"}, {"reason", "to go on helping"}};
}

// The whole of what the receiver is told of a withdrawal.
void expect_only_do_not_contact(Stage& stage, const std::string& actor, const std::string& person) {
  const auto referral = stage.referral(actor, person).as_object();
  if (!referral.at("do_not_contact").as_bool()) Stage::fail("nobody told the receiver");
  if (!referral.at("allowed").as_array().empty()) Stage::fail("the receiver may still act");
  const auto& last = referral.at("history").as_array().back().as_object();
  if (text_of(last, "state") != "do-not-contact") Stage::fail("it was told " + text_of(last, "state"));
  for (const auto* reason : {"reason_code", "actor_team"})
    if (!last.at(reason).is_null()) Stage::fail(std::string{"it was told more: "} + reason);
}

void expect_preview(Stage& stage, const std::string& actor, const std::string& person, const std::string& team,
                    bool read) {
  const auto preview = stage.must(actor, 200, Method::get, case_path(stage, person) + "/withdrawal-preview");
  for (const auto& receiver : preview.as_object().at("receivers").as_array()) {
    if (text_of(receiver.at("team"), "id") != stage.team_id(team)) continue;
    for (const auto& referral : receiver.at("referrals").as_array())
      if (referral.at("stops").as_bool() && referral.at("read_at").is_null() != read) return;
  }
  Stage::fail(json::serialize(preview));
}

bool has_task(Stage& stage, const std::string& actor, const std::string& person, const std::string& kind) {
  const auto body = stage.must(actor, 200, Method::get, "/api/v1/work");
  for (const auto& item : body.as_object().at("items").as_array())
    if (text_of(item, "kind") == kind && item.at("case_id") == json::value(stage.case_id(person))) return true;
  return false;
}

bool attention(Stage& stage, const std::string& actor, const std::string& person, const char* what) {
  return stage.must(actor, 200, Method::get, case_path(stage, person) + "/bases").at("attention").at(what).as_bool();
}

void add_taking_back(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" pauses what "([^"]+)" agreed to last\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post,
               case_path(stage, name(m, 2)) + "/bases/" + stage.bases.at(name(m, 2)) + "/pause",
               json::object{{"scope", "this-receiver"}});
  });
  add(all, R"re("([^"]+)" records that "([^"]+)" says it may go on\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post,
               case_path(stage, name(m, 2)) + "/bases/" + stage.bases.at(name(m, 2)) + "/resumption",
               json::object{{"spoken_to", "person"}, {"words", "It may go on."}});
  });
  add(all, R"re("([^"]+)" cannot open the referral of "([^"]+)" any more\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 404, Method::post, "/api/v1/referrals/" + stage.referral_id(name(m, 2)) + "/opening",
               opening());
  });
  add(all, R"re("([^"]+)" shows "([^"]+)" that help at "([^"]+)" stops, which has (read already|read nothing yet)\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_preview(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4) == "read already");
      });
  add(all, R"re("([^"]+)" records that "([^"]+)" takes everything back\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 2)) + "/withdrawals",
               json::object{{"scope", "all"}});
  });
  add(all, R"re("([^"]+)" is told only not to contact "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_only_do_not_contact(stage, name(m, 1), name(m, 2)); });
  add(all, R"re("([^"]+)" finds the task to (give the case new keys|ask again) for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto kind = name(m, 2) == "ask again" ? "ask-again" : "rekey-case";
        if (!has_task(stage, name(m, 1), name(m, 3), kind)) Stage::fail("it is not there");
      });
}

void add_speakers(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" opens a case for "([^"]+)", a child born on (\S+), whose guardian is "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { open_child(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all,
      R"re("([^"]+)" records that the guardian "([^"]+)" agrees for )re"
      R"re("([^"]+)" that "([^"]+)" learns ([a-z ]+?)(?: until (\d\S+))?\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto body = said_for(stage, "guardian", name(m, 2), name(m, 4), name(m, 5), name(m, 6));
        stage.bases[name(m, 3)] =
            text_of(stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 3)) + "/bases", body), "id");
      });
  add(all,
      R"re("([^"]+)" cannot record that the (guardian|representative) "([^"]+)" agrees for )re"
      R"re("([^"]+)" that "([^"]+)" learns ([a-z ]+?)(?: until (\d\S+))?, for ([a-z ]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto body = said_for(stage, name(m, 2), name(m, 3), name(m, 5), name(m, 6), name(m, 7));
        const std::map<std::string, std::string> why{{"a suspect never speaks again", "representative-suspected"},
                                                     {"the child is of age before", "out-of-range"},
                                                     {"nobody else speaks any more", "ask-herself"}};
        expect_refused(stage.call(name(m, 1), Method::post, case_path(stage, name(m, 4)) + "/bases", body), 422,
                       why.at(name(m, 8)));
      });
  add(all, R"re("([^"]+)" removes the guardian "([^"]+)" of "([^"]+)" as a suspect\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 3)) + "/representative-suspicions",
                   json::object{{"who", "guardian"}, {"name", stage.stage_name(name(m, 2))}});
      });
  add(all, R"re("([^"]+)" is asked to find somebody who speaks for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        if (!attention(stage, name(m, 1), name(m, 2), "find_representative")) Stage::fail("nobody asks");
      });
  add(all, R"re("([^"]+)" sees that "([^"]+)" is never to be contacted about "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto found = stage.must(name(m, 1), 200, Method::get, case_path(stage, name(m, 3)));
        const auto contact = json::serialize(found.at("safe_contact"));
        if (contact.find(stage.stage_name(name(m, 2))) == std::string::npos) Stage::fail(contact);
      });
  add(all, R"re("([^"]+)" looks at what was agreed for "([^"]+)" and is told to ask the person directly\.)re",
      [](Stage& stage, const std::smatch& m) {
        if (!attention(stage, name(m, 1), name(m, 2), "ask_herself")) Stage::fail("nobody asks");
      });
}

}  // namespace

void add_consent(std::vector<Sentence>& all) {
  add_taking_back(all);
  add_speakers(all);
}

}  // namespace nrm::scenarios
