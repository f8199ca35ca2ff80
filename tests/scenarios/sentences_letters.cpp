// Bodies that work on paper. What the letter says is read off the sheet, and answered on the public page.
#include <fmt/format.h>

#include <algorithm>

#include "nrm/letters/testing.hpp"
#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

using http::Method;

std::string letter_path(Stage& stage, const std::string& person) {
  const auto found = stage.letters.find(person);
  if (found == stage.letters.end()) Stage::fail("no letter was written for " + person);
  return "/api/v1/letters/" + found->second;
}

json::value letter(Stage& stage, const std::string& actor, const std::string& person) {
  return stage.must(actor, 200, Method::get, letter_path(stage, person));
}

void write(Stage& stage, const std::string& actor, const std::string& body, const std::string& need,
           const std::string& person) {
  const auto rows = stage.world().query("SELECT id FROM organisation WHERE name = $name", {{"name", body}});
  json::object input{{"need", need}, {"phone", "+375 17 000 00 00"}, {"agreed", "person"}};
  if (rows.empty())
    input["partner_name"] = body;
  else
    input["partner_id"] = rows[0].text("id");
  stage.letters[person] =
      text_of(stage.must(actor, 201, Method::post, "/api/v1/cases/" + stage.case_id(person) + "/letters", input), "id");
}

void print(Stage& stage, const std::string& actor, const std::string& person) {
  const auto answer =
      stage.world().call(stage.players.at(actor).account, Method::post, letter_path(stage, person) + "/copies",
                         json::serialize(json::object{{"languages", json::array{"ru", "en"}}}));
  if (answer.status != 201 || answer.content_type != "application/pdf") Stage::fail(answer.body);
  stage.papers[person] = letters::testing::read_paper(answer.body);
}

void expect_neutral(Stage& stage, const std::string& person, const std::string& body) {
  const auto& paper = stage.papers.at(person);
  if (paper.find(body) == std::string::npos) Stage::fail("it is addressed to nobody");
  for (const auto* word : {"lilac", "victim", "traffick", "exploit", "жертв", "торговл", "эксплуатац"})
    if (paper.find(word) != std::string::npos) Stage::fail(fmt::format("it says {}", word));
  if (paper.find(stage.stage_name(person)) != std::string::npos) Stage::fail("it names her");
}

// As a browser without scripts sends it.
int answer_on_page(Stage& stage, const std::string& reference, const std::string& code, const std::string& rest) {
  const auto response = stage.world().call_signed_out(
      Method::post, "/answer", "language=en&reference=" + reference + "&code=" + code + "&" + rest,
      {{"content-type", "application/x-www-form-urlencoded"}});
  if (response.body.find(reference) != std::string::npos) Stage::fail("the page tells of the letter");
  return response.status;
}

std::string reference_on(Stage& stage, const std::string& person) {
  static const std::regex reference{R"(R-[0-9A-Z]{4}-[0-9A-Z]{4})"};
  std::smatch found;
  const auto& paper = stage.papers.at(person);
  if (!std::regex_search(paper, found, reference)) Stage::fail("no number stands on the paper");
  return found[0];
}

void expect_state(Stage& stage, const std::string& actor, const std::string& person, const std::string& state,
                  const std::string& reason) {
  const auto found = letter(stage, actor, person);
  if (text_of(found, "state") != state || (!reason.empty() && text_of(found, "reason_code") != reason))
    Stage::fail(json::serialize(found));
}

bool is_in_work(Stage& stage, const std::string& actor, const std::string& person, const std::string& kind) {
  const auto work = stage.must(actor, 200, Method::get, "/api/v1/work");
  const auto id = stage.letters.at(person);
  return std::ranges::any_of(work.at("items").as_array(), [&](const auto& item) {
    return text_of(item, "id") == id && (kind.empty() || text_of(item, "kind") == kind);
  });
}

void expect_in_work(Stage& stage, const std::string& actor, const std::string& person, const std::string& kind) {
  if (!is_in_work(stage, actor, person, kind)) Stage::fail("it is not on the list");
}

void add_sending(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" enters "([^"]+)" into the directory, a hospital without a team\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, "/api/v1/organisations",
                   json::object{{"code", "paper-hospital"}, {"name", name(m, 2)}, {"kind", "health-organisation"}});
      });
  add(all, R"re("([^"]+)" writes to "([^"]+)" about ([\w-]+) for "([^"]+)", who agreed\.)re",
      [](Stage& stage, const std::smatch& m) { write(stage, name(m, 1), name(m, 2), name(m, 3), name(m, 4)); });
  add(all, R"re("([^"]+)" prints the letter for "([^"]+)"(?: anew)?\.)re",
      [](Stage& stage, const std::smatch& m) { print(stage, name(m, 1), name(m, 2)); });
  add(all, R"re(The letter for "([^"]+)" is addressed to "([^"]+)", names nobody and tells nothing\.)re",
      [](Stage& stage, const std::smatch& m) { expect_neutral(stage, name(m, 1), name(m, 2)); });
  add(all, R"re("([^"]+)" takes the letter for "([^"]+)" back, for she left\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, letter_path(stage, name(m, 2)) + "/recall",
                   json::object{{"reason", "person-left"}});
      });
}

void add_answering(std::vector<Sentence>& all) {
  add(all, R"re(Somebody guesses the code of the letter for "([^"]+)" (\d) times and learns nothing\.)re",
      [](Stage& stage, const std::smatch& m) {
        // A code whose check symbols fit, as a guess would have it.
        for (int i = 0; i < std::stoi(name(m, 2)); ++i)
          if (answer_on_page(stage, reference_on(stage, name(m, 1)), "0000-0000-0000-0000-0000-0000",
                             "answer=accept") != 422)
            Stage::fail("it was taken");
      });
  add(all, R"re(The hospital says (yes|no, for want of a place,) on the page to the letter for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto code = letters::testing::code_on(stage.papers.at(name(m, 2)));
        const auto said = name(m, 1) == "yes" ? "answer=accept&reason=" : "answer=decline&reason=no-place";
        if (answer_on_page(stage, reference_on(stage, name(m, 2)), code, said) != 200) Stage::fail("it was not taken");
      });
  add(all, R"re(The code of the letter for "([^"]+)" answers nothing(?: any more)?\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto code = letters::testing::code_on(stage.papers.at(name(m, 1)));
        if (answer_on_page(stage, reference_on(stage, name(m, 1)), code, "answer=accept") != 422)
          Stage::fail("it was taken");
      });
  add(all, R"re("([^"]+)" records that the hospital said yes by phone to the letter for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, letter_path(stage, name(m, 2)) + "/answer",
                   json::object{{"answer", "accepted"}, {"how", "phone"}});
      });
  add(all, R"re(It becomes one minute after the answer to the letter for "([^"]+)" is due\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto due = stage.world()
                             .query("SELECT due_at FROM letter WHERE id = $id", {{"id", stage.letters.at(name(m, 1))}})
                             .at(0)
                             .time("due_at");
        stage.set_time(due + std::chrono::minutes{1});
      });
}

void add_seeing(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" waits for the answer to the letter for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_in_work(stage, name(m, 1), name(m, 2), "await-letter"); });
  add(all, R"re("([^"]+)" has an answer to read to the letter for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_in_work(stage, name(m, 1), name(m, 2), "read-letter-answer"); });
  add(all, R"re("([^"]+)" is to phone about the letter for "([^"]+)", which nobody answered\.)re",
      [](Stage& stage, const std::smatch& m) { expect_in_work(stage, name(m, 1), name(m, 2), "late-letter"); });
  add(all, R"re("([^"]+)" has nothing to do about the letter for "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) {
        if (is_in_work(stage, name(m, 1), name(m, 2), "")) Stage::fail("it is on the list");
      });
  add(all, R"re("([^"]+)" sees that the letter for "([^"]+)" is (\w+)(, for want of a place)?\.)re",
      [](Stage& stage, const std::smatch& m) {
        expect_state(stage, name(m, 1), name(m, 2), name(m, 3), m[4].matched ? "no-place" : "");
      });
}

}  // namespace

void add_letters(std::vector<Sentence>& all) {
  add_sending(all);
  add_answering(all);
  add_seeing(all);
}

}  // namespace nrm::scenarios
