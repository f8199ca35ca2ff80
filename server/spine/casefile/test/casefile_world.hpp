// A world with cases: acts done as members do them.
#pragma once

#include "nrm/access/testing.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/seal.hpp"

namespace nrm::casefile::testing {

using access::testing::Person;

inline Values to_values(const std::map<std::string, std::string>& texts) {
  Values out;
  for (const auto& [name, text] : texts) out.emplace(name, Personal{text});
  return out;
}

class CasefileTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(), .schemas = {schema()}}};

  // One act by one member, decided as for her own team's cases.
  template <class T>
  Result<T> as(const Person& person, const std::string& action, const std::optional<CaseId>& id,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work, const std::string& purpose = "",
               const std::string& reason = "") {
    const auto session = world.session(person);
    const auto header = session.header(action, purpose, {id, session.organisation, id ? id->text() : ""}, reason);
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }

  Date today = *parse_iso_date("2018-04-25");  // in the pack's country

  Result<OpenedCase> try_open(const Person& person, const std::map<std::string, std::string>& texts,
                              std::optional<CaseId> found_with = std::nullopt) {
    return as<OpenedCase>(person, "case.open", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
      NewCase input;
      input.reference_prefix = "BY";
      input.today = today;
      input.values = to_values(texts);
      input.found_with = found_with;
      return open_case(act, permit, input);
    });
  }
  OpenedCase open(const Person& person, const std::map<std::string, std::string>& texts) {
    auto opened = try_open(person, texts);
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : problem_text(opened.error()));
    return opened.value();
  }
  Result<std::int64_t> write(const Person& person, const CaseId& id, const std::map<std::string, std::string>& texts,
                             WriteOptions options = {}) {
    options.today = today;
    return as<std::int64_t>(person, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
      return write_versions(act, permit, id, to_values(texts), options);
    });
  }
  Result<std::map<std::string, std::string>> read(const Person& person, const CaseId& id, Compartment kind,
                                                  const std::string& purpose = "assist",
                                                  const std::string& reason = "she asked us to call her lawyer") {
    using Out = std::map<std::string, std::string>;
    return as<Out>(
        person, "compartment.open", id,
        [&](log::Act& act, const access::Permit& permit) -> Result<Out> {
          const auto values = read_compartment(act, permit, id, kind);
          if (!values) return tl::unexpected(values.error());
          Out out;
          for (const auto& [name, value] : *values) out.emplace(name, value.reveal());
          return out;
        },
        purpose, reason);
  }
  Result<std::vector<Found>> search(const Person& person, const std::string& text) {
    return as<std::vector<Found>>(
        person, "case.search", std::nullopt,
        [&](log::Act& act, const access::Permit& permit) { return search_cases(act, permit, text); });
  }
  void sql(const std::string& statement, const storage::Params& params = {}) {
    world.database.write([&](storage::Writer& writer) {
      writer.run(statement, params);
      return true;
    });
  }
  storage::Rows rows(const std::string& statement, const storage::Params& params = {}) {
    return world.database->reading([&](storage::Reader& reader) { return reader.query(statement, params); });
  }

  static std::string problem_text(const Problem& problem) {
    std::string out{problem.type.slug};
    for (const auto& field : problem.fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }
};

}  // namespace nrm::casefile::testing
