// A word in every field of a case: each role reads the fields of the compartments it holds and, wherever it asks, no
// byte of the others.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "nrm/casefile/field.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

using access::Compartment;
using access::Role;

class HiddenFields : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto role : access::kRoles)
      colleagues.emplace(
          role, role == Role::auditor ? walk.auditor : walk.world().add_member("Colleague", walk.border, {role}));
    id = text_of(walk.must(201, walk.manager, Method::post, "/api/v1/cases", json::object{{"values", filled()}}), "id");
  }

  static std::string canary_of(const casefile::Field& field) {
    std::string out = "qzwfield";
    for (const char letter : field.name)
      if (std::isalnum(static_cast<unsigned char>(letter)) != 0) out += letter;
    return out;
  }
  static bool takes_text(const casefile::Field& field) {
    return field.kind == "text" && field.max_code_points >= canary_of(field).size();
  }
  static json::object filled() {
    json::object values{{"casework.age-class", json::object{{"class", "adult"}, {"reason", "own-statement"}}}};
    for (const auto& field : casefile::fields())
      if (takes_text(field)) values[field.name] = canary_of(field);
    return values;
  }

  std::string ask(const Account& who, Method method, const std::string& path, const json::value& body = nullptr) {
    return walk.world().call(who, method, path, body.is_null() ? "" : json::serialize(body)).body;
  }

  // Everything that a member can get to see of the case and of lists.
  std::string heard_by(const Account& who) {
    std::string out;
    for (const auto kind : access::kCompartments)
      out += ask(who, Method::post, "/api/v1/cases/" + id + "/openings",
                 json::object{{"compartment", access::name_of(kind)}, {"purpose", "assist"}, {"reason", "to see it"}});
    for (const auto& route : walk.world().instance().routes()) {
      if (route.method != Method::get) continue;
      auto path = route.pattern;
      if (path.starts_with("/api/v1/cases/{id}")) path.replace(path.find("{id}"), 4, id);
      if (path.find('{') == std::string::npos) out += ask(who, Method::get, path);
    }
    return out + ask(who, Method::post, "/api/v1/case-searches", json::object{{"text", "qzwfield"}});
  }

  Walk walk;
  std::map<Role, Account> colleagues;
  std::string id;
};

TEST_F(HiddenFields, V8_2_3_ARoleReadsTheFieldsOfItsCompartmentsAndNoByteOfOthers) {
  for (const auto& [role, who] : colleagues) {
    const auto heard = heard_by(who);
    const auto held = access::compartments_of({role});
    for (const auto& field : casefile::fields()) {
      if (!takes_text(field)) continue;
      const bool found = heard.find(canary_of(field)) != std::string::npos;
      EXPECT_EQ(found, held.contains(field.compartment)) << field.name << " and " << access::name_of(role);
    }
  }
}

TEST_F(HiddenFields, V8_2_3_ARoleWritesTheFieldsOfItsCompartmentsAndNoOthers) {
  for (const auto& [role, who] : colleagues) {
    const auto held = access::compartments_of({role});
    for (const auto& field : casefile::fields()) {
      if (!takes_text(field) || field.name.find(".htcds.") != std::string_view::npos) continue;
      const auto version = walk.must(200, walk.manager, Method::get, "/api/v1/cases/" + id).at("version").as_int64();
      const auto response = walk.world().call(
          who, Method::patch, "/api/v1/cases/" + id + "/values",
          json::serialize(json::object{{"values", json::object{{field.name, canary_of(field) + "x"}}}}),
          {{"if-match", fmt::format("\"{}\"", version)}});
      const int wanted = held.empty() ? 404 : held.contains(field.compartment) ? 200 : 422;
      EXPECT_EQ(response.status, wanted) << field.name << " and " << access::name_of(role) << " " << response.body;
    }
  }
}

}  // namespace
}  // namespace nrm::api
