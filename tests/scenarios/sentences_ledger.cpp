// What one body sent to another, as each of the two declares it.
#include <fmt/format.h>

#include "nrm/crypto/crypto.hpp"
#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

const std::string kAll = "/api/v1/reconciliations";

std::string body_of(Stage& stage, const std::string& team) {
  const auto rows =
      stage.world().query("SELECT organisation_id FROM team WHERE id = $id", {{"id", stage.team_id(team)}});
  return rows.at(0).text("organisation_id");
}

// The one of the story.
std::string path_of(Stage& stage) {
  return kAll + "/" + stage.world().query("SELECT id FROM reconciliation").at(0).text("id");
}

json::value seen(Stage& stage, const std::string& player) {
  return stage.must(player, 200, Method::get, path_of(stage));
}

std::string open_case(Stage& stage, const std::string& actor, int number) {
  const json::object values{
      {"identity.names",
       json::array{json::object{{"name", fmt::format("Woman {}", number)}, {"script", "Latn"}, {"kind", "given"}}}},
      {"casework.age-class", {{"class", "adult"}, {"reason", "own-statement"}}},
      {"casework.how-came", "own-detection"},
      {"casework.detection-month", to_iso(stage.calendar().local_date(stage.now())).substr(0, 7)},
      {"casework.needs", json::array{"shelter"}}};
  return text_of(stage.must(actor, 201, Method::post, "/api/v1/cases", json::object{{"values", values}}), "id");
}

std::string agree(Stage& stage, const std::string& actor, const std::string& case_id, const std::string& team) {
  json::array points;
  for (const auto point : pathway::kConsentPoints) points.emplace_back(point);
  const json::object body{{"decision", "consent"},
                          {"purpose", "assist"},
                          {"receiver_team_id", stage.team_id(team)},
                          {"field_groups", json::array{"needs"}},
                          {"language", "en"},
                          {"interpreter", json::object{{"used", true}, {"name", "Sworn interpreter"}}},
                          {"points", points},
                          {"until", to_iso(stage.calendar().local_date(stage.now() + std::chrono::hours{24 * 90}))},
                          {"spoken_to", "person"}};
  return text_of(stage.must(actor, 201, Method::post, "/api/v1/cases/" + case_id + "/bases", body), "id");
}

void send(Stage& stage, const std::string& actor, int referrals, int people, const std::string& team) {
  for (int person = 0; person < people; ++person) {
    const auto case_id = open_case(stage, actor, person);
    const auto basis = agree(stage, actor, case_id, team);
    for (int i = person; i < referrals; i += people)
      stage.must(actor, 201, Method::post, "/api/v1/referrals",
                 json::object{{"case_id", case_id},
                              {"basis_id", basis},
                              {"receiver_team_id", stage.team_id(team)},
                              {"need", "shelter"},
                              {"fields", json::array{"casework.needs"}},
                              {"urgent", false}});
  }
}

// The references of all that was sent, then the shelter's own numbers, on days when nothing was sent.
void declare(Stage& stage, const std::string& player, int count, int by_reference) {
  std::string list = "number;date;need\n";
  const auto rows = stage.world().query("SELECT reference FROM referral ORDER BY reference");
  for (int i = 0; i < by_reference; ++i)
    list += rows.at(static_cast<std::size_t>(i)).text("reference") + ";11.03.2026;shelter\n";
  for (int i = 0; i < count - by_reference; ++i)
    list += fmt::format("{}/26;{:02}.03.2026;shelter\n", i + 1, 12 + i % 15);
  const auto response = stage.world().call(stage.players.at(player).account, Method::post, path_of(stage) + "/list",
                                           list, {{"content-type", "text/csv"}});
  if (response.status != 201) Stage::fail("the list is not taken: " + response.body);
}

void expect_figures(Stage& stage, const std::string& player, const std::vector<int>& figures) {
  const auto view = seen(stage, player);
  const auto& receiver = view.at("receiver");
  const std::vector<std::int64_t> found{receiver.at("declared").as_int64(), view.at("known").as_int64(),
                                        receiver.at("matched").as_int64(), receiver.at("missing_here").as_int64()};
  if (!std::equal(found.begin(), found.end(), figures.begin(), figures.end()))
    Stage::fail(
        fmt::format("declared {}, known {}, matched {}, missing here {}", found[0], found[1], found[2], found[3]));
}

json::array lines_in(const json::value& view, const std::string& state) {
  json::array out;
  for (const auto& line : view.at("lines").as_array())
    if (text_of(line, "state") == state) out.push_back(line.at("id"));
  return out;
}

json::array first_of(const json::array& all, std::size_t from, std::size_t count) {
  json::array out;
  for (auto at = from; at < from + count; ++at) out.push_back(all.at(at));
  return out;
}

void say(Stage& stage, const std::string& player, const json::array& lines, const std::string& reason) {
  stage.must(
      player, 201, Method::post, path_of(stage) + "/answers",
      json::object{{"lines", lines}, {"parts", json::array{json::object{{"reason", reason}, {"referrals", 1}}}}});
}

void expect_open(Stage& stage, const std::string& player, std::int64_t count, const std::string& other) {
  std::map<std::string, std::int64_t> open;
  const auto view = seen(stage, player);
  for (const auto& line : view.at("lines").as_array())
    if (text_of(line, "state") == "open") ++open[text_of(line, "explains")];
  if (open[text_of(view, "side")] != count) Stage::fail(fmt::format("{} wait", open[text_of(view, "side")]));
  if (open[text_of(seen(stage, other), "side")] != 0) Stage::fail("the other side has some");
}

void sign(Stage& stage, const std::string& player, int status) {
  const auto hash = text_of(seen(stage, player), "hash");
  stage.must(player, status, Method::post, path_of(stage) + "/signature", json::object{{"hash", hash}});
}

void expect_signed(Stage& stage, const std::string& version) {
  const auto rows = stage.world().query("SELECT hash FROM protocol_signature WHERE version = $version",
                                        {{"version", std::stoll(version)}});
  const auto protocol = stage.world()
                            .query("SELECT protocol FROM reconciliation_version WHERE version = $version",
                                   {{"version", std::stoll(version)}})
                            .at(0)
                            .text("protocol");
  if (rows.size() != 2) Stage::fail(fmt::format("{} signatures", rows.size()));
  for (const auto& row : rows)
    if (row.text("hash") != to_hex(crypto::sha256(view_of(protocol)))) Stage::fail("signed something else");
}

void add_declaring(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" sends (\d+) referrals about (\d+) people to "([^"]+)" for shelter\.)re",
      [](Stage& stage, const std::smatch& m) { send(stage, m[1], std::stoi(m[2]), std::stoi(m[3]), m[4]); });
  add(all, R"re("([^"]+)" opens a reconciliation of what "([^"]+)" sent to "([^"]+)" in (\d{4}-\d\d)\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(m[1], 201, Method::post, kAll,
                   json::object{{"from_organisation_id", body_of(stage, m[2])},
                                {"to_organisation_id", body_of(stage, m[3])},
                                {"first_month", m[4].str()},
                                {"last_month", m[4].str()}});
      });
  add(all, R"re("([^"]+)" declares (\d+) received, (\d+) of them by our references\.)re",
      [](Stage& stage, const std::smatch& m) { declare(stage, m[1], std::stoi(m[2]), std::stoi(m[3])); });
  add(all, R"re("([^"]+)" sees (\d+) declared, (\d+) known, (\d+) matched and (\d+) missing here\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_figures(stage, m[1], {std::stoi(m[2]), std::stoi(m[3]), std::stoi(m[4]), std::stoi(m[5])});
      });
  add(all, R"re("([^"]+)" has (\d+) differences? to enter or explain, and "([^"]+)" has none\.)re",
      [](Stage& stage, const std::smatch& m) { expect_open(stage, m[1], std::stoi(m[2]), m[3]); });
  add(all, R"re("([^"]+)" sees the figures and no line\.)re", [](Stage& stage, const std::smatch& m) {
    const auto view = seen(stage, m[1]);
    if (!view.at("lines").as_array().empty() || !view.at("protocol").is_null()) Stage::fail("lines are shown");
    if (view.at("known").is_null()) Stage::fail("no figure is shown");
  });
}

void add_explaining(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" enters (\d+) of them and explains (\d+) as ([a-z-]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto open = lines_in(seen(stage, m[1]), "open");
        const auto entered = static_cast<std::size_t>(std::stoi(m[2]));
        say(stage, m[1], first_of(open, 0, entered), "enter");
        say(stage, m[1], first_of(open, entered, static_cast<std::size_t>(std::stoi(m[3]))), m[4]);
      });
  add(all, R"re("([^"]+)" explains (\d+) more as ([a-z-]+)\.)re", [](Stage& stage, const std::smatch& m) {
    say(stage, m[1], first_of(lines_in(seen(stage, m[1]), "open"), 0, static_cast<std::size_t>(std::stoi(m[2]))), m[3]);
  });
  add(all, R"re("([^"]+)" gives (\d+) explanations? back\.)re", [](Stage& stage, const std::smatch& m) {
    // The last: what was entered comes first.
    const auto said = lines_in(seen(stage, m[1]), "answered");
    const auto count = static_cast<std::size_t>(std::stoi(m[2]));
    stage.must(m[1], 201, Method::post, path_of(stage) + "/returns",
               json::object{{"lines", first_of(said, said.size() - count, count)}});
  });
  add(all, R"re("([^"]+)" agrees to all that was said\.)re", [](Stage& stage, const std::smatch& m) {
    stage.must(m[1], 201, Method::post, path_of(stage) + "/confirmations",
               json::object{{"lines", lines_in(seen(stage, m[1]), "answered")}});
  });
  add(all, R"re("([^"]+)" (signs the protocol|cannot sign the protocol yet)\.)re",
      [](Stage& stage, const std::smatch& m) { sign(stage, m[1], m[2] == "signs the protocol" ? 201 : 409); });
  add(all, R"re(Version (\d) is signed by both under one text\.)re",
      [](Stage& stage, const std::smatch& m) { expect_signed(stage, m[1]); });
}

}  // namespace

void add_ledger(std::vector<Sentence>& all) {
  add_declaring(all);
  add_explaining(all);
}

}  // namespace nrm::scenarios
