// Who stands by for a referral, and how it goes on with nobody signed in.
#include <fmt/format.h>

#include <set>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string referral_path(Stage& stage, const std::string& person, const std::string& rest) {
  return "/api/v1/referrals/" + stage.referral_id(person) + rest;
}

// What she agreed to for that team and still does.
std::string live_basis(Stage& stage, const std::string& actor, const std::string& person, const std::string& team) {
  const auto found = stage.must(actor, 200, Method::get, "/api/v1/cases/" + stage.case_id(person) + "/bases");
  for (const auto& basis : found.at("items").as_array())
    if (text_of(basis.at("receiver_team"), "id") == stage.team_id(team) && text_of(basis, "state") == "live")
      return text_of(basis, "id");
  Stage::fail("she has agreed to nothing for " + team);
}

std::vector<std::string> quoted(const std::string& text) {
  static const std::regex kQuoted{R"re("([^"]+)")re"};
  std::vector<std::string> out;
  for (std::sregex_iterator at{text.begin(), text.end(), kQuoted}, end; at != end; ++at) out.push_back((*at)[1].str());
  return out;
}

void refer_in_turn(Stage& stage, const std::string& actor, const std::string& person, const std::string& team,
                   const std::string& others, const std::string& need) {
  json::array alternatives;
  for (const auto& other : quoted(others))
    alternatives.push_back(
        json::object{{"team_id", stage.team_id(other)}, {"basis_id", live_basis(stage, actor, person, other)}});
  const json::object body{{"case_id", stage.case_id(person)},
                          {"basis_id", live_basis(stage, actor, person, team)},
                          {"receiver_team_id", stage.team_id(team)},
                          {"need", need},
                          {"fields", json::array{"whereabouts.safe-contact", "casework.needs"}},
                          {"urgent", true},
                          {"alternatives", alternatives}};
  stage.referrals[person] = text_of(stage.must(actor, 201, Method::post, "/api/v1/referrals", body), "id");
}

// Whoever was suspended has no session to end.
void go_home(Stage& stage) {
  for (const auto& [player, who] : stage.players)
    if (!stage.world()
             .query("SELECT id FROM member WHERE id = $id AND state = 'active'", {{"id", who.account.member}})
             .empty())
      stage.must(player, 204, Method::del, "/api/v1/session");
}

void expect_nobody(Stage& stage) {
  const auto open = stage.world().query("SELECT id FROM session WHERE expires_at > $now", {{"now", stage.now()}});
  if (!open.empty()) Stage::fail(fmt::format("{} sessions are open", open.size()));
}

// Looked up past the API: nobody is signed in to ask it.
void expect_asked(Stage& stage, const std::string& team, const std::string& person) {
  const auto asked = stage.world().query(
      "SELECT r.id FROM referral r JOIN referral_case c ON c.referral = r.id WHERE c.case_id = $case_id AND "
      "r.to_team = $team AND r.state = 'sent'",
      {{"case_id", stage.case_id(person)}, {"team", stage.team_id(team)}});
  if (asked.size() != 1) Stage::fail(team + " is not asked now");
  stage.referrals[person] = asked.at(0).text("id");
}

bool has_told(Stage& stage, const std::string& actor, const std::string& team, const std::string& person,
              const std::string& what, const std::string& reason) {
  const auto all =
      stage.must(actor, 200, Method::get, "/api/v1/cases/" + stage.case_id(person) + "/referrals").at("items");
  for (const auto& item : all.as_array()) {
    const auto whole = stage.must(actor, 200, Method::get, "/api/v1/referrals/" + text_of(item, "id"));
    for (const auto& line : whole.at("history").as_array())
      if (text_of(line, "state") == what && text_of(line, "reason_code") == reason &&
          text_of(line.at("about_team"), "id") == stage.team_id(team))
        return true;
  }
  return false;
}

json::value only_waiting(Stage& stage, const std::string& actor) {
  const auto items = stage.must(actor, 200, Method::get, "/api/v1/coordination/queue").at("items").as_array();
  if (items.size() != 1) Stage::fail(fmt::format("{} wait", items.size()));
  return items.at(0);
}

void add_chain(std::vector<Sentence>& all) {
  add(all,
      R"re("([^"]+)" urgently refers "([^"]+)" to "([^"]+)" for ([\w-]+), then to ("[^"]+"(?:, then to "[^"]+")*)\.)re",
      [](Stage& stage, const std::smatch& m) {
        refer_in_turn(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 5), name(m, 4));
      });
  add(all, R"re("([^"]+)" declines the referral of "([^"]+)" for want of a place\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, referral_path(stage, name(m, 2), "/decline"),
                   json::object{{"reason", "no-place"}, {"suggestion_team_id", nullptr}, {"note", ""}});
      });
  add(all, R"re(Everybody goes home\.)re", [](Stage& stage, const std::smatch&) { go_home(stage); });
  add(all, R"re(Nobody is signed in, and "([^"]+)" is asked for "([^"]+)" now\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_nobody(stage);
        expect_asked(stage, name(m, 1), name(m, 2));
      });
  add(all, R"re("([^"]+)" sees that "([^"]+)" was passed over for "([^"]+)", for nobody there may sign in\.)re",
      [](Stage& stage, const std::smatch& m) {
        if (!has_told(stage, name(m, 1), name(m, 2), name(m, 3), "skipped", "suspended"))
          Stage::fail("nothing is said of it");
      });
  add(all, R"re("([^"]+)" suspends everybody of "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    for (const auto& [player, who] : stage.players)
      if (who.team == name(m, 2))
        stage.must(name(m, 1), 201, Method::post, "/api/v1/members/" + who.account.member.text() + "/suspension",
                   json::object{{"despite_last_key", true}});
  });
}

void add_coordination(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" sees one request for ([\w-]+) that nobody took on, and not for whom\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto item = only_waiting(stage, name(m, 1));
        if (text_of(item, "need") != name(m, 2)) Stage::fail("another need waits");
        const std::set<std::string> known{"id",     "need",       "region",      "urgent",     "since",
                                          "due_at", "clock_rule", "clock_state", "suggestion", "suggested_at"};
        for (const auto& member : item.as_object())
          if (!known.contains(std::string{member.key()})) Stage::fail("it tells more: " + std::string{member.key()});
      });
  add(all, R"re("([^"]+)" suggests "([^"]+)" for it\.)re", [](Stage& stage, const std::smatch& m) {
    const auto id = text_of(only_waiting(stage, name(m, 1)), "id");
    stage.must(name(m, 1), 201, Method::post, "/api/v1/coordination/queue/" + id + "/suggestion",
               json::object{{"team_id", stage.team_id(name(m, 2))}});
  });
  add(all, R"re("([^"]+)" sees that "([^"]+)" is suggested for "([^"]+)"\.)re", [](Stage& stage, const std::smatch& m) {
    const auto found = stage.referral(name(m, 1), name(m, 3)).at("coordination").at("suggestion");
    if (text_of(found, "id") != stage.team_id(name(m, 2))) Stage::fail("another team is");
  });
  add(all, R"re("([^"]+)" sends the referral of "([^"]+)" on to "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        const json::object body{{"receiver_team_id", stage.team_id(name(m, 3))},
                                {"basis_id", live_basis(stage, name(m, 1), name(m, 2), name(m, 3))}};
        const auto sent =
            stage.must(name(m, 1), 201, Method::post, referral_path(stage, name(m, 2), "/redirection"), body);
        stage.referrals[name(m, 2)] = text_of(sent, "id");
      });
  add(all, R"re("([^"]+)" sees that nothing waits any more\.)re", [](Stage& stage, const std::smatch& m) {
    const auto found = stage.must(name(m, 1), 200, Method::get, "/api/v1/coordination/queue");
    if (!found.at("items").as_array().empty()) Stage::fail("something waits");
  });
}

}  // namespace

void add_referral_chains(std::vector<Sentence>& all) {
  add_chain(all);
  add_coordination(all);
}

}  // namespace nrm::scenarios
