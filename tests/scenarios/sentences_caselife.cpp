// What becomes of a case, with whom it is held, and contacts without one.
#include <fmt/format.h>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string case_path(Stage& stage, const std::string& person, const std::string& rest = "") {
  return "/api/v1/cases/" + stage.case_id(person) + rest;
}

json::object why(const std::string& reason) {
  return {{"reason", reason}};
}

void expect_problem(const Answer& answer, const std::string& slug) {
  const auto text = json::serialize(answer.body);
  if (text.find(":" + slug + "\"") == std::string::npos) Stage::fail("it answered " + text);
}

// --- contacts ---

json::object contact_of(Stage& stage, const std::string& need, const std::string& outcome) {
  return {{"channel", "phone"}, {"day", to_iso(stage.calendar().local_date(stage.now()))},
          {"part", "night"},    {"needs", json::array{need}},
          {"outcome", outcome}, {"note", "A short call."}};
}

json::value last_contact(Stage& stage, const std::string& actor) {
  return stage.must(actor, 200, Method::get, "/api/v1/contacts").at("items").as_array().at(0);
}

std::string contact_path(const json::value& contact, const char* rest) {
  return "/api/v1/contacts/" + text_of(contact, "id") + rest;
}

json::object corrected(Stage& stage, const json::value& contact, const std::string& outcome) {
  return contact_of(stage, json::value_to<std::string>(contact.at("needs").as_array().at(0)), outcome);
}

void count_contacts(Stage& stage, const std::string& actor, const std::string& all, const std::string& some,
                    const std::string& outcome) {
  const auto sum = stage.must(actor, 200, Method::get, "/api/v1/contacts/summary");
  std::int64_t counted = 0;
  for (const auto& entry : sum.at("by_outcome").as_array())
    if (text_of(entry, "code") == outcome) counted = entry.at("contacts").as_int64();
  if (std::to_string(sum.at("contacts").as_int64()) != all || std::to_string(counted) != some)
    Stage::fail("counted is " + json::serialize(sum));
}

void add_contacts(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" notes a call about ([\w-]+): ([\w-]+)\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, "/api/v1/contacts", contact_of(stage, name(m, 2), name(m, 3)));
    stage.world().clock().advance(std::chrono::seconds{1});
  });
  add(all, R"re("([^"]+)" corrects the last contact: ([\w-]+)\.)re", [](Stage& stage, const std::smatch& m) {
    const auto contact = last_contact(stage, name(m, 1));
    stage.must(name(m, 1), 201, Method::post, contact_path(contact, "/correction"),
               corrected(stage, contact, name(m, 2)));
  });
  add(all, R"re("([^"]+)" cannot correct the last contact any more\.)re", [](Stage& stage, const std::smatch& m) {
    const auto contact = last_contact(stage, name(m, 1));
    expect_problem(stage.call(name(m, 1), Method::post, contact_path(contact, "/correction"),
                              corrected(stage, contact, "informed")),
                   "contacts.already-case");
  });
  add(all, R"re("([^"]+)" counts (\d+) contacts, (\d+) of them ([\w-]+)\.)re", [](Stage& stage, const std::smatch& m) {
    count_contacts(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4));
  });
  add(all, R"re("([^"]+)" links the last contact to the case of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, contact_path(last_contact(stage, name(m, 1)), "/case"),
                   json::object{{"case_id", stage.case_id(name(m, 2))}});
      });
}

// --- joint teams ---

json::object casework_for(Stage& stage, const std::string& team, const std::string& person) {
  json::object body{{"team_id", stage.team_id(team)}, {"compartments", json::array{"casework"}}};
  const auto basis = stage.bases.find(person);
  body["basis_id"] = basis == stage.bases.end() ? std::string{"00000000-0000-4000-8000-000000000000"} : basis->second;
  return body;
}

json::object opening(const char* compartment) {
  return {{"compartment", compartment}, {"purpose", "assist"}, {"reason", "to help her tonight"}};
}

bool is_listed(Stage& stage, const std::string& actor, const std::string& id) {
  return json::serialize(stage.must(actor, 200, Method::get, "/api/v1/cases")).find(id) != std::string::npos;
}

void expect_told_to_ask(Stage& stage, const std::string& actor, const std::string& team) {
  const auto held = stage.must(actor, 200, Method::get, "/api/v1/case-teams");
  for (const auto& item : held.at("items").as_array())
    if (item.at("do_not_contact").as_bool() && item.at("case_id").is_null() &&
        text_of(item.at("holding_team"), "id") == stage.team_id(team))
      return;
  Stage::fail("nothing is told");
}

void add_joint_teams(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" cannot add "([^"]+)" to the case of "([^"]+)", for there is no basis\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_problem(stage.call(name(m, 1), Method::post, case_path(stage, name(m, 3), "/teams"),
                                  casework_for(stage, name(m, 2), name(m, 3))),
                       "consent.no-basis");
      });
  add(all, R"re("([^"]+)" cannot give "([^"]+)" the casework of "([^"]+)", for she did not agree to all of it\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_problem(stage.call(name(m, 1), Method::post, case_path(stage, name(m, 3), "/teams"),
                                  casework_for(stage, name(m, 2), name(m, 3))),
                       "caseteam.not-covered");
      });
  add(all, R"re("([^"]+)" gives "([^"]+)" the casework of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 3), "/teams"),
               casework_for(stage, name(m, 2), name(m, 3)));
  });
  add(all, R"re("([^"]+)" sees the case of "([^"]+)" in (?:her|his) list\.)re", [](Stage& stage, const std::smatch& m) {
    if (!is_listed(stage, name(m, 1), stage.case_id(name(m, 2)))) Stage::fail("it is not there");
  });
  add(all, R"re("([^"]+)" reads the casework of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    const auto body =
        stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 2), "/openings"), opening("casework"));
    if (json::serialize(body).find("casework.needs") == std::string::npos) Stage::fail("her needs are not there");
  });
  add(all, R"re("([^"]+)" may not read the identity of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 404, Method::post, case_path(stage, name(m, 2), "/openings"), opening("identity"));
  });
  add(all, R"re("([^"]+)" reads in the timeline of "([^"]+)" that a compartment was opened\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto body = stage.must(name(m, 1), 200, Method::get, case_path(stage, name(m, 2), "/timeline"));
        if (json::serialize(body).find("compartment.open") == std::string::npos) Stage::fail("it is not there");
      });
  add(all, R"re("([^"]+)" withdraws for "([^"]+)" what "([^"]+)" may learn\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post,
                   case_path(stage, name(m, 2), "/bases/" + stage.bases.at(name(m, 2)) + "/withdrawal"),
                   json::object{{"scope", "this-receiver"}});
      });
  add(all, R"re("([^"]+)" is told not to contact the person and to ask "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_told_to_ask(stage, name(m, 1), name(m, 2)); });
}

// --- closing and merging ---

json::object closing(bool end) {
  return {{"reason", "goals-reached"}, {"note", ""}, {"recall_referrals", end}, {"end_tasks", end}};
}

void add_life(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" merges the case of "([^"]+)" into the case of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        auto body = why("two files of one person");
        body["other_case_id"] = stage.case_id(name(m, 2));
        stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 3), "/merge"), body);
      });
  add(all, R"re("([^"]+)" takes the case of "([^"]+)" apart\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 2), "/unmerge"), why("two persons after all"));
  });
  add(all, R"re("([^"]+)" marks the case of "([^"]+)" as opened in error\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 2), "/error-mark"), why("there was no person"));
  });
  add(all, R"re("([^"]+)" cannot close the case of "([^"]+)", for something is still open\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_problem(stage.call(name(m, 1), Method::post, case_path(stage, name(m, 2), "/closure"), closing(false)),
                       "caselife.open-ends");
      });
  add(all, R"re("([^"]+)" closes the case of "([^"]+)" and recalls what waits\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 2), "/closure"), closing(true));
      });
  add(all, R"re("([^"]+)" opens the case of "([^"]+)" again\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(name(m, 1), 201, Method::post, case_path(stage, name(m, 2), "/reopening"), why("she came back"));
  });
  add(all, R"re("([^"]+)" sees (\d+) open cases?\.)re", [](Stage& stage, const std::smatch& m) {
    const auto items = stage.must(name(m, 1), 200, Method::get, "/api/v1/cases").at("items").as_array().size();
    if (std::to_string(items) != name(m, 2)) Stage::fail(fmt::format("{} are there", items));
  });
  add(all, R"re(The statistics count (\d+) persons?\.)re", [](Stage& stage, const std::smatch& m) {
    const auto rows = stage.world().query("select count(*) as n from statistics_row where counted = 1");
    if (std::to_string(rows.at(0).integer("n")) != name(m, 1)) Stage::fail("another number is counted");
  });
}

}  // namespace

void add_caselife(std::vector<Sentence>& all) {
  add_contacts(all);
  add_joint_teams(all);
  add_life(all);
}

}  // namespace nrm::scenarios
