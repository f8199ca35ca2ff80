// What is drawn from values when they are written, what a group shares, and what a field said before.
#include "casefile_world.hpp"
#include "nrm/casefile/history.hpp"
#include "nrm/casefile/versions.hpp"

namespace nrm::casefile::testing {
namespace {

class FactsTest : public CasefileTest {
 protected:
  Result<OpenedCase> found_with(const CaseId& other, const std::map<std::string, std::string>& texts) {
    return as<OpenedCase>(world.officer, "case.open", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
      NewCase input;
      input.reference_prefix = "BY";
      input.today = today;
      input.values = to_values(texts);
      input.found_with = other;
      input.share_facts = true;
      return open_case(act, permit, input);
    });
  }
  std::vector<std::string> history(const Person& person, const CaseId& id, const char* field,
                                   const std::string& reason = "who wrote this before") {
    const auto versions = as<std::vector<PastValue>>(
        person, "compartment.open", id,
        [&](log::Act& act, const access::Permit& permit) { return open_history(act, permit, id, *find_field(field)); },
        "assist", reason);
    std::vector<std::string> out;
    if (!versions) return {std::string{versions.error().type.slug}};
    for (const auto& past : *versions) out.push_back(past.value ? past.value->reveal() : "(cleared)");
    return out;
  }
  std::string month() {
    return rows("SELECT detection_month FROM statistics_row").at(0).maybe_text("detection_month").value_or("(none)");
  }
};
NRM_ON_EACH_DATABASE(FactsTest);

TEST_P(FactsTest, the_month_of_detection_follows_the_date_and_outlives_it) {
  const auto id = open(world.officer, {{"casework.detection-date", "2018-03-17"}}).id;
  EXPECT_EQ(month(), "2018-03");
  write(world.officer, id, {}, {.expected_version = std::nullopt, .cleared = {"casework.detection-date"}}).value();
  EXPECT_EQ(month(), "(none)");
  write(world.officer, id, {{"casework.detection-month", "2018-02"}}).value();
  EXPECT_EQ(month(), "2018-02");
  const auto refused = write(world.officer, id, {{"casework.detection-date", "2018-03-17"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(problem_text(refused.error()), "kernel.invalid /values/casework.detection-month=contradicts");
  write(world.officer, id, {{"casework.detection-date", "2018-02-28"}}).value();
  write(world.officer, id, {}, {.expected_version = std::nullopt, .cleared = {"casework.detection-date"}}).value();
  EXPECT_EQ(month(), "2018-02") << "the month was written for itself";
}

TEST_P(FactsTest, no_citizenship_is_counted_as_stateless_and_an_unknown_one_not_at_all) {
  const auto id = open(world.officer, {{"identity.citizenships", R"(["none"])"}}).id;
  const auto group = [&] {
    return rows("SELECT citizenship_group FROM statistics_row")
        .at(0)
        .maybe_text("citizenship_group")
        .value_or("(none)");
  };
  EXPECT_EQ(group(), "stateless");
  write(world.officer, id, {{"identity.citizenships", R"(["unknown"])"}}).value();
  EXPECT_EQ(group(), "(none)");
  write(world.officer, id, {{"identity.citizenships", R"(["BY","FR"])"}}).value();
  EXPECT_EQ(group(), "several");
}

TEST_P(FactsTest, an_urgent_case_says_so_in_the_list_and_stands_where_it_stood) {
  const auto first = open(world.officer, {{"casework.urgent", "true"}}).id;
  world.clock.advance(std::chrono::seconds{1});
  const auto second = open(world.officer, {}).id;
  const auto page =
      as<Page<ListedCase>>(world.officer, "case.list", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
        return list_cases(act, permit, {10, std::nullopt});
      }).value();
  ASSERT_EQ(page.items.size(), 2U);
  EXPECT_EQ(page.items[0].facts.id, second);
  EXPECT_FALSE(page.items[0].card->reveal().urgent);
  EXPECT_EQ(page.items[1].facts.id, first);
  EXPECT_TRUE(page.items[1].card->reveal().urgent);
}

TEST_P(FactsTest, a_group_shares_where_and_when_and_nothing_of_the_person) {
  const auto first = open(world.officer, {{"casework.detection-date", "2018-03-17"},
                                          {"casework.detection-place", "the crossing"},
                                          {"casework.how-came", "own-detection"},
                                          {"casework.languages", R"([{"language":"vi"}])"},
                                          {"casework.summary", "hers alone"},
                                          {"identity.names", R"([{"name":"Ada","kind":"given"}])"}});
  world.clock.advance(std::chrono::seconds{1});
  const auto second = found_with(first.id, {{"casework.detection-place", "the other lane"}}).value();
  const auto known = read(world.officer, second.id, Compartment::casework).value();
  EXPECT_EQ(known.at("casework.detection-date"), "2018-03-17");
  EXPECT_EQ(known.at("casework.detection-place"), "the other lane") << "what is said of her comes first";
  EXPECT_EQ(known.at("casework.languages"), R"([{"language":"vi"}])");
  EXPECT_FALSE(known.contains("casework.summary"));
  EXPECT_TRUE(read(world.officer, second.id, Compartment::identity).value().empty());
  const auto dated = found_with(first.id, {{"casework.detection-month", "2018-01"}}).value();
  EXPECT_FALSE(read(world.officer, dated.id, Compartment::casework).value().contains("casework.detection-date"));
  EXPECT_EQ(as<OpenedCase>(world.provider, "case.open", std::nullopt,
                           [&](log::Act& act, const access::Permit& permit) {
                             NewCase input;
                             input.reference_prefix = "BY";
                             input.today = today;
                             input.found_with = first.id;
                             input.share_facts = true;
                             return open_case(act, permit, input);
                           })
                .error()
                .type,
            nrm::problems::kInvalid)
      << "another team takes over nothing";
}

TEST_P(FactsTest, a_field_tells_what_it_said_before) {
  const auto id = open(world.officer, {{"casework.age-class", R"({"class":"may-be-a-child"})"}}).id;
  write(world.officer, id, {}, {.expected_version = std::nullopt, .cleared = {"casework.age-class"}}).value();
  write(world.border_manager, id, {{"casework.age-class", R"({"class":"adult","reason":"age-assessment"})"}}).value();
  EXPECT_EQ(history(world.officer, id, "casework.age-class"),
            (std::vector<std::string>{R"({"class":"adult","reason":"age-assessment"})", "(cleared)",
                                      R"({"class":"may-be-a-child"})"}));
  EXPECT_EQ(history(world.officer, id, "casework.age-class", "no"),
            std::vector<std::string>{"casefile.purpose-needed"});
  EXPECT_EQ(history(world.shelter_manager, id, "casework.age-class"), std::vector<std::string>{"kernel.not-found"});
  const auto newest = world.database->reading([&](storage::Reader& reader) { return newest_versions(reader, id); });
  EXPECT_EQ(newest.at("casework.age-class"), 3);
  sql("UPDATE sealed_value SET ciphertext = (SELECT n.ciphertext FROM sealed_value n WHERE n.field = "
      "'casework.age-class' AND n.value_version = 3) WHERE field = 'casework.age-class' AND value_version = 1");
  EXPECT_EQ(history(world.officer, id, "casework.age-class"), std::vector<std::string>{"kernel.not-found"});
}

}  // namespace
}  // namespace nrm::casefile::testing
