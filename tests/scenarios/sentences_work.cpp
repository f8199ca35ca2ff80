// Who is there, who stands in, and whose work it is meanwhile.
#include <fmt/format.h>

#include <algorithm>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

// Another team of the body that a team belongs to.
void set_up_beside(Stage& stage, const std::string& actor, const std::string& team, const std::string& beside,
                   const std::string& region, const std::string& work) {
  const auto body = stage.world()
                        .query("SELECT organisation_id FROM team WHERE id = $id", {{"id", stage.team_id(beside)}})
                        .at(0)
                        .text("organisation_id");
  json::object wanted{{"organisation_id", body}, {"name", team}, {"kind", work}, {"region", region}};
  if (work == "identification") wanted["services"] = json::array{"identification"};
  stage.teams[team] = text_of(stage.must(actor, 201, Method::post, "/api/v1/teams", wanted), "id");
}

std::string day_after(Stage& stage, int days) {
  return to_iso(stage.calendar().local_date(stage.now() + std::chrono::hours{24 * days}));
}

Answer leave(Stage& stage, const std::string& actor, int days, const std::string& cover) {
  json::object body{{"from", day_after(stage, 0)}, {"until", day_after(stage, days)}};
  if (!cover.empty()) body["cover_member_id"] = stage.players.at(cover).account.member.text();
  return stage.call(actor, Method::post,
                    "/api/v1/members/" + stage.players.at(actor).account.member.text() + "/leave-cover", body);
}

void come_back(Stage& stage, const std::string& actor) {
  const auto self = stage.players.at(actor).account.member.text();
  const auto leaves = stage.must(actor, 200, Method::get, "/api/v1/leaves").at("items");
  for (const auto& each : leaves.as_array())
    if (text_of(each.at("member"), "id") == self)
      stage.must(actor, 204, Method::del, "/api/v1/leaves/" + text_of(each, "id"));
}

// Over all pages.
std::vector<json::value> work_of(Stage& stage, const std::string& actor, const std::string& scope) {
  std::vector<json::value> out;
  std::string after;
  do {
    const auto page =
        stage.must(actor, 200, Method::get, "/api/v1/work?scope=" + scope + (after.empty() ? "" : "&after=" + after));
    for (const auto& item : page.at("items").as_array()) out.push_back(item);
    after = page.at("next").is_null() ? "" : text_of(page, "next");
  } while (!after.empty());
  return out;
}

std::size_t requests(Stage& stage, const std::string& actor, const std::string& kind, const std::string& need) {
  const auto all = work_of(stage, actor, "coordination");
  return static_cast<std::size_t>(std::ranges::count_if(all, [&](const json::value& item) {
    if (!item.at("case_id").is_null() || !item.at("referral_id").is_null() || !text_of(item, "reference").empty())
      Stage::fail("it tells more than need and clock: " + json::serialize(item));
    return text_of(item, "kind") == kind && text_of(item, "need") == need;
  }));
}

// On the case itself, or on what was sent for it.
bool has_as_her_own(Stage& stage, const std::string& actor, const std::string& person) {
  const json::value of_case(stage.case_id(person)), of_referral(stage.referral_id(person));
  return std::ranges::any_of(work_of(stage, actor, "mine"), [&](const json::value& item) {
    return item.at("case_id") == of_case || item.at("referral_id") == of_referral;
  });
}

bool is_told(Stage& stage, const std::string& actor, const std::string& code) {
  const auto items = stage.must(actor, 200, Method::get, "/api/v1/notices").at("items");
  return std::ranges::any_of(items.as_array(), [&](const json::value& item) {
    return text_of(item, "code") == code && text_of(item, "of") == "member";
  });
}

void add_leave(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" goes on leave for (\d+) days, and (?:"([^"]+)"|nobody) stands in\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto answer = leave(stage, name(m, 1), std::stoi(name(m, 2)), name(m, 3));
        if (answer.status != 201) Stage::fail(fmt::format("it answered {}", answer.status));
      });
  add(all, R"re("([^"]+)" cannot go on leave with "([^"]+)" standing in, who is of another team\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto answer = leave(stage, name(m, 1), 3, name(m, 2));
        if (answer.status != 404) Stage::fail(fmt::format("it answered {}", answer.status));
      });
  add(all, R"re("([^"]+)" is back\.)re", [](Stage& stage, const std::smatch& m) { come_back(stage, name(m, 1)); });
  add(all, R"re("([^"]+)" has (no )?work about "([^"]+)" as (?:her|his) own\.)re",
      [](Stage& stage, const std::smatch& m) {
        const bool wanted = name(m, 2).empty();
        if (has_as_her_own(stage, name(m, 1), name(m, 3)) != wanted) Stage::fail(wanted ? "she has not" : "she has");
      });
}

void add_coordinators_work(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" sets up "([^"]+)" beside "([^"]+)" in the region ([\w-]+), which does (\w+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        set_up_beside(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4), name(m, 5));
      });
  add(all, R"re("([^"]+)" has one request for ([\w-]+) in (?:her|his) work(, where nobody coordinates now)?\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto* kind = name(m, 3).empty() ? "find-receiver" : "find-receiver-uncovered";
        if (const auto count = requests(stage, name(m, 1), kind, name(m, 2)); count != 1)
          Stage::fail(fmt::format("there are {}", count));
      });
  add(all, R"re("([^"]+)" has no request in (?:her|his) work\.)re", [](Stage& stage, const std::smatch& m) {
    if (const auto count = work_of(stage, name(m, 1), "coordination").size(); count != 0)
      Stage::fail(fmt::format("there are {}", count));
  });
  add(all, R"re("([^"]+)" is told that something waits with the coordinators\.)re",
      [](Stage& stage, const std::smatch& m) {
        if (!is_told(stage, name(m, 1), "coordination.waiting")) Stage::fail("nobody told her");
      });
}

}  // namespace

void add_work(std::vector<Sentence>& all) {
  add_leave(all);
  add_coordinators_work(all);
}

}  // namespace nrm::scenarios
