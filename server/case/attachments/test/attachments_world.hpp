// A world with a case, in which members attach files as the routes let them.
#pragma once

#include <gtest/gtest.h>

#include "nrm/access/testing.hpp"
#include "nrm/attachments/content.hpp"
#include "nrm/attachments/routes.hpp"
#include "nrm/http/stream.hpp"

namespace nrm::attachments::testing {

using access::testing::Person;

inline const TypeFinder& types() {
  static const TypeFinder finder;
  return finder;
}

class AttachmentsTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(), .schemas = {casefile::schema(), attachments::schema()}}};
  storage::Upkeep upkeep{world.database.get(), {"attachment_piece"}};
  const Person* who = &world.officer;
  std::optional<Scanner> scanner;
  bool held = false;  // a legal hold keeps the files
  CaseId her_case = new_case();

  AttachmentsTest() { register_reactions(world.journal()); }

  Desk desk() {
    return {world.journal(), upkeep, types(), scanner ? &*scanner : nullptr,
            [this](storage::Reader&, const CaseId&) { return held; }};
  }

  CaseId new_case() {
    const auto session = world.session(*who);
    const auto opened = world.journal().act<casefile::OpenedCase>(
        session.header("case.open", "", {}), [&](log::Act& act) -> Result<casefile::OpenedCase> {
          const auto permit = access::decide(act, session, access::Relation::own_team);
          casefile::NewCase input;
          input.reference_prefix = "BY";
          input.today = *parse_iso_date("2018-04-25");
          input.values.emplace("identity.birth-place", Personal<std::string>{"Brest"});
          return casefile::open_case(act, *permit, input);
        });
    return opened.value().id;
  }

  Result<http::Response> call(http::Method method, const std::string& tail, const std::string& body = "",
                              const std::string& attachment = "", const std::string& case_id = "") {
    http::Request request;
    request.method = method;
    request.body = body;
    request.headers["content-type"] = "application/json";
    request.path_params = {{"id", case_id.empty() ? her_case.text() : case_id}, {"attachment_id", attachment}};
    const auto routes = attachments_routes(
        desk(), [this](const http::Request&) -> Result<access::Session> { return world.session(*who); });
    const std::string all = "/api/v1/cases/{id}/attachments";
    const auto pattern = attachment.empty() ? all : all + "/{attachment_id}" + tail;
    for (const auto& route : routes)
      if (route.method == method && route.pattern == pattern) return route.handler(request);
    throw std::logic_error{"no such route: " + pattern};
  }
  static std::string text_in(const std::string& json, const std::string& name) {
    const auto at = json.find("\"" + name + "\":\"");
    if (at == json.npos) return {};
    const auto start = at + name.size() + 4;
    return json.substr(start, json.find('"', start) - start);
  }
  Result<http::Response> try_begin(const std::string& name, const std::string& compartment = "identity",
                                   const std::string& case_id = "") {
    return call(http::Method::post, "",
                R"({"compartment":")" + compartment + R"(","name":")" + name + R"(","description":"her passport"})", "",
                case_id);
  }
  std::string begun(const std::string& name, const std::string& compartment = "identity",
                    const std::string& case_id = "") {
    const auto answer = try_begin(name, compartment, case_id);
    EXPECT_TRUE(answer.has_value()) << refused(answer);
    return text_in(answer.value().body, "id");
  }
  Result<http::Response> send(const std::string& id, const std::string& content, const std::string& case_id = "") {
    return call(http::Method::put, "/content", content, id, case_id);
  }
  std::string kept(const std::string& name, const std::string& content, const std::string& compartment = "identity",
                   const std::string& case_id = "") {
    auto id = begun(name, compartment, case_id);
    const auto answer = send(id, content, case_id);
    EXPECT_EQ(refused(answer), "answered");
    return id;
  }
  Result<http::Response> open(const std::string& id, const std::string& case_id = "",
                              const std::string& body = R"({"purpose":"identify","reason":"the embassy asked"})") {
    return call(http::Method::post, "/openings", body, id, case_id);
  }
  // The content, or the slug of what went wrong before or while it was read.
  std::string read(const std::string& id, const std::string& case_id = "") {
    const auto answer = open(id, case_id);
    if (!answer) return refused(answer);
    std::string out;
    while (true) {
      const auto piece = answer->source->next();
      if (!piece) return std::string{piece.error().type.slug};
      if (piece->empty()) return out;
      out += *piece;
    }
  }
  std::string listed() {
    const auto answer = call(http::Method::get, "");
    return answer ? answer->body : refused(answer);
  }
  template <class T>
  static std::string refused(const Result<T>& answer) {
    if (answer) return "answered";
    std::string out{answer.error().type.slug};
    for (const auto& field : answer.error().fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }
  // An act of hers on her case.
  void in_case(const std::function<void(log::Act&, const access::Permit&)>& work) {
    const auto session = world.session(*who);
    const auto header = session.header("case.write", "", {her_case, session.organisation, her_case.text()});
    const auto done = world.journal().act<void>(header, [&](log::Act& act) -> Result<void> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      work(act, *permit);
      return {};
    });
    EXPECT_TRUE(done.has_value()) << refused(done);
  }
  void run_jobs() {
    jobs::Runner{world.database.get(), world.clock, job_handlers(desk()), [](auto) {}}.run_due();
  }
  void sql(const std::string& statement, const storage::Params& params = {}) { world.database.run(statement, params); }
  storage::Rows rows(const std::string& statement, const storage::Params& params = {}) {
    return world.database.query(statement, params);
  }
  std::int64_t count(const std::string& table) {
    return rows("SELECT COUNT(*) AS rows FROM " + table).at(0).integer("rows");
  }
  static std::string bytes(std::size_t size, unsigned seed = 1) {
    std::string out(size, ' ');
    for (auto& letter : out) letter = static_cast<char>('a' + (seed = seed * 1'103'515'245U + 12'345U) / 65'536U % 26U);
    return out;
  }
};

}  // namespace nrm::attachments::testing
