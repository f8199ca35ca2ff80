// The public directory: strict documents, nothing unconfirmed, and no place where somebody hides.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/directory/offer.hpp"
#include "nrm/hsds/hsds.hpp"
#include "nrm/hsds/profile.hpp"
#include "nrm/hsds/routes.hpp"
#include "rows.hpp"
#include "strict.hpp"

namespace nrm::hsds {
namespace {

using access::testing::must;
using testing::by;
using testing::file;
using ::testing::IsEmpty;

const i18n::Catalogue& catalogue() {
  static const auto all = i18n::Catalogue::load(std::filesystem::path{NRM_SOURCE_DIR} / "strings");
  return all;
}

class PublishTest : public ::testing::Test {
 protected:
  access::testing::World world{{.schemas = {schema()}, .pack = by()}};
  Rules rules = testing::rules();
  std::vector<http::Route> routes;

  void SetUp() override {
    register_reactions(world.journal(), world.pack);
    routes = hsds_routes({world.journal(), world.pack, catalogue(), rules, [](const http::Request&) {
                            return Result<access::Session>{fail(ProblemType{"access.signed-out", 401})};
                          }});
  }
  void take(const std::vector<SourceFile>& files) {
    must(import_hsds(world.journal(), world.session(world.administrator), testing::standard(), world.pack, rules,
                     files));
  }
  template <class T>
  T act(const std::function<Result<T>(log::Act&)>& work) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    return must(world.journal().act<T>(header, work));
  }
  void confirm(const OrganisationId& id) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    must(world.journal().act<void>(header, [&](log::Act& act) { return directory::confirm_organisation(act, id); }));
    forget_edition();
  }
  void forget_edition() { world.clock.advance(std::chrono::seconds{11}); }
  OrganisationId imported() {
    return world.database->reading([](storage::Reader& reader) { return kept_organisations(reader); })
        .at(0)
        .organisation;
  }
  Result<http::Response> answer(const std::string& pattern, std::map<std::string, std::string> query = {},
                                const std::string& id = {}) {
    http::Request request;
    request.query = std::move(query);
    request.path_params["id"] = id;
    request.headers["host"] = "nrm.example";
    for (const auto& route : routes)
      if (route.pattern == pattern) return route.handler(request);
    throw std::logic_error{"no such route: " + pattern};
  }
  json::value get(const std::string& pattern, std::map<std::string, std::string> query = {},
                  const std::string& id = {}) {
    return json::parse(must(answer(pattern, std::move(query), id)).body);
  }
  json::array items_of(const std::string& list, std::map<std::string, std::string> query = {}) {
    return get(list, std::move(query)).at("contents").as_array();
  }
  std::vector<std::string> ids_of(const std::string& list, std::map<std::string, std::string> query = {}) {
    std::vector<std::string> out;
    for (const auto& item : items_of(list, std::move(query))) out.emplace_back(item.at("id").as_string());
    return out;
  }
  // Every document that the directory gives, in every depth.
  std::string everything() {
    std::string out;
    for (const auto* list : kLists) {
      for (const auto* depth : {"full", "minimal", "full_service", "search"})
        out += must(answer(list, {{depth, depth == std::string{"search"} ? "" : "true"}})).body;
      for (const auto& id : ids_of(list))
        for (const auto* depth : {"search", "full_service"})
          out += must(answer(std::string{list} + "/{id}", {{depth, depth == std::string{"search"} ? "" : "true"}}, id))
                     .body;
    }
    return out + must(answer("/hsds")).body;
  }
  static constexpr const char* kLists[] = {"/hsds/services", "/hsds/organizations", "/hsds/service_at_locations",
                                           "/hsds/taxonomies", "/hsds/taxonomy_terms"};
};

void expect_strict(const std::string& type, const json::value& document, bool in_list) {
  testing::Strict strict{testing::standard()};
  EXPECT_THAT(strict.faults_of(type, document, in_list), IsEmpty()) << json::serialize(document);
}

TEST_F(PublishTest, NothingIsPublishedBeforeAnAdministratorConfirms) {
  take({file("examples/service_full.json")});
  EXPECT_THAT(ids_of("/hsds/services"), IsEmpty());
  EXPECT_THAT(ids_of("/hsds/organizations"), IsEmpty());
  confirm(imported());
  EXPECT_THAT(ids_of("/hsds/services"), ::testing::ElementsAre(testing::kExampleService));
  EXPECT_THAT(ids_of("/hsds/organizations"), ::testing::ElementsAre(testing::kExampleOrganisation));
}

TEST_F(PublishTest, AChangeIsPublishedOnceItIsConfirmed) {
  take({file("examples/service_full.json")});
  confirm(imported());
  auto other = file("examples/service_full.json");
  other.content.replace(other.content.find("Community Counselling"), 21, "Another name entirely");
  take({other});
  forget_edition();
  const auto name = [&] { return std::string{get("/hsds/services").at("contents").at(0).at("name").as_string()}; };
  EXPECT_EQ(name(), "Community Counselling");
  confirm(imported());
  EXPECT_EQ(name(), "Another name entirely");
}

TEST_F(PublishTest, EveryDocumentFitsTheSchemaWithNothingMoreAllowed) {
  take({file("examples/organization_full.json"), file("uk/organization_list.json")});
  for (const auto& kept : world.database->reading([](storage::Reader& reader) { return kept_organisations(reader); }))
    confirm(kept.organisation);
  confirm(world.shelter.organisation);
  confirm(world.border.organisation);
  const std::map<std::string, std::string> types{{"/hsds/services", "service"},
                                                 {"/hsds/organizations", "organization"},
                                                 {"/hsds/service_at_locations", "service_at_location"},
                                                 {"/hsds/taxonomies", "taxonomy"},
                                                 {"/hsds/taxonomy_terms", "taxonomy_term"}};
  for (const auto& [list, type] : types) {
    ASSERT_FALSE(ids_of(list).empty()) << list;
    for (const auto& item : items_of(list)) expect_strict(type, item, true);
    for (const auto* depth : {"full", "full_service"})
      for (const auto& item : items_of(list, {{depth, "true"}})) expect_strict(type, item, false);
    for (const auto& item : items_of(list, {{"minimal", "true"}})) expect_strict(type, item, true);
    for (const auto& id : ids_of(list)) {
      expect_strict(type, get(list + "/{id}", {}, id), false);
      expect_strict(type, get(list + "/{id}", {{"full_service", "true"}}, id), false);
    }
  }
}

TEST_F(PublishTest, TheStrictCheckFindsWhatItShould) {
  testing::Strict strict{testing::standard()};
  const auto faults = [&](const char* text) { return strict.faults_of("service", json::parse(text), false).size(); };
  const std::string good = R"({"id":"ac148810-d857-441c-9679-408f346de14b","name":"N","status":"active"})";
  EXPECT_EQ(faults(good.c_str()), 0U);
  EXPECT_EQ(faults(R"({"id":"7","nome":"N","status":"open"})"), 4U);
}

// Puts the word into every text of the document that names neither a thing nor a format.
void plant(json::value& value, const std::string& word, std::string_view name = {}) {
  static const std::set<std::string_view> kept{"id",     "status",        "freq",  "wkst",     "timezone",
                                               "number", "location_type", "byday", "taxonomy", "last_modified"};
  if (auto* list = value.if_array())
    for (auto& item : *list) plant(item, word, name);
  if (auto* object = value.if_object())
    for (auto& member : *object) plant(member.value(), word, member.key());
  if (!value.is_string() || kept.contains(name) || name.ends_with("_id") || name.ends_with("_type")) return;
  const auto text = std::string{value.as_string()};
  if (text.find("://") != text.npos)
    value = text + "/" + word;
  else if (text.find('@') != text.npos)
    value = word + "@example.com";
  else
    value = text + " " + word;
}

TEST_F(PublishTest, NoPlaceOfAShelterLeavesInAnyDocument) {
  const std::string word = "KanarskajaVulica7";
  auto document = json::parse(file("examples/organization_full.json").content);
  plant(document, word);
  document.as_object()["name"] = "The organisation";
  // Somebody wrote the address where a telephone number belongs.
  document.at("phones").as_array().push_back({{"id", "00000000-0000-4000-8000-000000000009"}, {"number", word}});
  // The term is how the country's rule knows a shelter.
  for (auto& service : document.at("services").as_array()) {
    auto& term = service.at("attributes").at(0).at("taxonomy_term").as_object();
    term["taxonomy"] = kServiceTaxonomy;
    term["code"] = "shelter";
  }
  take({{"x.json", json::serialize(document)}});
  confirm(imported());
  const auto all = everything();
  EXPECT_NE(all.find("The organisation"), std::string::npos);
  EXPECT_EQ(all.find(word), std::string::npos);
  for (const auto* gone : {"latitude", "address_1", "Main Street", "\"service_at_locations\"", "\"location\""})
    EXPECT_EQ(all.find(gone), std::string::npos) << gone;
  const auto service = get("/hsds/services/{id}", {}, testing::kExampleService);
  EXPECT_NE(json::serialize(service).find("\"place-withheld\""), std::string::npos);
  EXPECT_EQ(service.at("application_process").as_string(), catalogue().text("en", "hsds.by-referral"));
  // The organisation's own number stays.
  EXPECT_NE(json::serialize(get("/hsds/organizations/{id}", {}, testing::kExampleOrganisation)).find("+44 1234 234567"),
            std::string::npos);
}

TEST_F(PublishTest, APlaceThatATeamSaysIsConfidentialLeavesNoMore) {
  take({file("examples/organization_full.json")});
  confirm(imported());
  EXPECT_NE(everything().find("1-30 Main Street"), std::string::npos);
  const auto organisation = imported();
  const auto team =
      world.database->reading([&](storage::Reader& reader) { return directory::list_teams_of(reader, organisation); })
          .at(0);
  act<bool>([&](log::Act& act) -> Result<bool> {
    directory::Offer offer;
    offer.service = "psychological-help";
    offer.confidential = true;
    must(directory::describe_offer(act, world.pack, team.id, offer, 1));
    return true;
  });
  forget_edition();
  const auto all = everything();
  for (const auto* gone : {"Main Street", "MyCity", "ABC 1234", "latitude", "Metro"})
    EXPECT_EQ(all.find(gone), std::string::npos) << gone;
}

TEST_F(PublishTest, AHousesOtherServicesDoNotGiveItAway) {
  // Another organisation offers advice at the very place that turns out to be a shelter's.
  auto shelter = json::parse(file("examples/organization_full.json").content).as_object();
  auto& term = shelter.at("services").at(0).at("attributes").at(0).at("taxonomy_term").as_object();
  term["taxonomy"] = kServiceTaxonomy;
  term["code"] = "shelter";
  auto advice = json::parse(file("examples/service_full.json").content).as_object();
  advice["id"] = "00000000-0000-4000-8000-000000000002";
  advice["organization"] = json::object{
      {"id", "00000000-0000-4000-8000-000000000001"}, {"name", "Advice centre"}, {"description", "Gives advice"}};
  for (auto& place : advice.at("service_at_locations").as_array()) {
    place.as_object()["id"] = "00000000-0000-4000-8000-000000000003";
    place.at("location").as_object()["id"] = "00000000-0000-4000-8000-000000000004";
  }
  take({{"a.json", json::serialize(shelter)}, {"b.json", json::serialize(advice)}});
  for (const auto& kept : world.database->reading([](storage::Reader& reader) { return kept_organisations(reader); }))
    confirm(kept.organisation);
  EXPECT_EQ(ids_of("/hsds/services").size(), 2U);
  EXPECT_EQ(everything().find("1-30 Main Street"), std::string::npos);
}

TEST_F(PublishTest, TeamsOfTheInstanceArePublishedUnderAStableIdentifierThatIsNotTheirs) {
  confirm(world.shelter.organisation);
  const auto first = ids_of("/hsds/services");
  ASSERT_EQ(first.size(), 1U);
  const auto all = everything();
  EXPECT_EQ(all.find(world.shelter.team.text()), std::string::npos);
  EXPECT_EQ(all.find(world.shelter.organisation.text()), std::string::npos);
  forget_edition();
  EXPECT_EQ(ids_of("/hsds/services"), first);
}

TEST_F(PublishTest, PagesSayWhatTheyAre) {
  const auto number = [](const json::value& page, const char* name) { return page.at(name).to_number<int>(); };
  auto page = get("/hsds/taxonomy_terms", {{"per_page", "10"}, {"page", "2"}});
  const auto total = number(page, "total_items");
  EXPECT_GT(total, 20);
  EXPECT_EQ(number(page, "total_pages"), (total + 9) / 10);
  EXPECT_EQ(number(page, "page_number"), 2);
  EXPECT_EQ(number(page, "size"), 10);
  EXPECT_FALSE(page.at("first_page").as_bool());
  EXPECT_FALSE(page.at("last_page").as_bool());
  EXPECT_FALSE(page.at("empty").as_bool());
  std::set<std::string> seen;
  for (int at = 1; at <= number(page, "total_pages"); ++at)
    for (const auto& id : ids_of("/hsds/taxonomy_terms", {{"per_page", "10"}, {"page", std::to_string(at)}}))
      EXPECT_TRUE(seen.insert(id).second);
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(total));
  page = get("/hsds/services", {{"page", "9"}});
  EXPECT_TRUE(page.at("empty").as_bool());
  EXPECT_TRUE(page.at("last_page").as_bool());
  EXPECT_EQ(number(page, "total_pages"), 1);
}

TEST_F(PublishTest, QueriesNarrowAndAllHoldAtOnce) {
  take({file("examples/organization_full.json")});
  confirm(imported());
  confirm(world.shelter.organisation);
  const auto count = [&](std::map<std::string, std::string> query, const char* list = "/hsds/services") {
    return ids_of(list, std::move(query)).size();
  };
  EXPECT_EQ(count({}), 2U);
  EXPECT_EQ(count({{"search", "COUNSELLING community"}}), 1U);
  EXPECT_EQ(count({{"search", "counselling nowhere"}}), 0U);
  EXPECT_EQ(count({{"organization_id", testing::kExampleOrganisation}}), 1U);
  EXPECT_EQ(count({{"organization_id", testing::kExampleOrganisation}, {"search", "shelter"}}), 0U);
  EXPECT_EQ(count({{"modified_after", "2100-01-01"}}), 0U);
  EXPECT_EQ(count({{"modified_after", "2018-01-01T00:00:00Z"}}), 2U);
  EXPECT_EQ(count({{"postcode", "abc1234"}}, "/hsds/service_at_locations"), 1U);
  EXPECT_EQ(count({{"postcode", "abc1235"}}, "/hsds/service_at_locations"), 0U);
  std::string term, taxonomy;
  for (const auto& item : items_of("/hsds/taxonomy_terms", {{"per_page", "100"}}))
    if (item.at("code").as_string() == "psychological-help") {
      term = item.at("id").as_string();
      taxonomy = item.at("taxonomy_detail").at("id").as_string();
    }
  EXPECT_EQ(count({{"taxonomy_term_id", term}}), 1U);
  EXPECT_EQ(count({{"taxonomy_id", taxonomy}}), 2U);
  EXPECT_LT(count({{"top_only", "true"}, {"per_page", "100"}}, "/hsds/taxonomy_terms"),
            count({{"per_page", "100"}}, "/hsds/taxonomy_terms"));
}

TEST_F(PublishTest, AQueryThatCannotBeIsNamed) {
  const std::pair<const char*, const char*> wrong[] = {{"page", "0"},
                                                       {"page", "x"},
                                                       {"per_page", "101"},
                                                       {"full", "maybe"},
                                                       {"format", "xml"},
                                                       {"search", "\xFF"},
                                                       {"modified_after", "later"},
                                                       {"proximity", "100"},
                                                       {"per_page", "-1"},
                                                       {"page", "99999999999999999999"}};
  for (const auto& [name, value] : wrong) {
    const auto refused = answer("/hsds/services", {{name, value}});
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().type, nrm::problems::kInvalid);
    EXPECT_EQ(refused.error().fields.at(0).pointer, std::string{"query:"} + name);
  }
  EXPECT_TRUE(answer("/hsds/services", {{"utm_source", "a-harvester"}}));
  EXPECT_FALSE(answer("/hsds/services/{id}", {}, "nothing"));
}

TEST_F(PublishTest, LinesGiveEverythingAtOnce) {
  const auto lines = must(answer("/hsds/taxonomy_terms", {{"format", "ndjson"}, {"per_page", "1"}}));
  EXPECT_EQ(lines.content_type, "application/x-ndjson; charset=utf-8");
  const auto total = get("/hsds/taxonomy_terms").at("total_items").to_number<std::size_t>();
  EXPECT_EQ(static_cast<std::size_t>(std::count(lines.body.begin(), lines.body.end(), '\n')), total);
}

TEST_F(PublishTest, TheRootNamesVersionProfileAndDescription) {
  const auto root = get("/hsds");
  EXPECT_EQ(root.at("version").as_string(), "3.0");
  EXPECT_EQ(root.at("profile").as_string(), "https://nrm.example/hsds/profile");
  EXPECT_TRUE(is_web_address(std::string{root.at("openapi_url").as_string()}));
  EXPECT_EQ(must(answer("/hsds/profile")).body,
            testing::text_of_file(std::filesystem::path{NRM_SOURCE_DIR} / "docs/formats/hsds-nrm-profile.schema.json"));
}

TEST_F(PublishTest, AnswersMayBeCachedAndAreOpenToOtherSites) {
  const auto headers = must(answer("/hsds/services")).headers;
  EXPECT_EQ(headers.at("Cache-Control"), "public, max-age=60");
  EXPECT_EQ(headers.at("Access-Control-Allow-Origin"), "*");
}

TEST_F(PublishTest, ReadingAgainAndAgainReadsTheDatabaseOnce) {
  int made = 0;
  Press press{[&](const std::string&) {
                ++made;
                return Edition{};
              },
              world.clock};
  for (int i = 0; i < 50; ++i) press.edition("en");
  EXPECT_EQ(made, 1);
  press.edition("ru");
  EXPECT_EQ(made, 2);
  forget_edition();
  press.edition("en");
  EXPECT_EQ(made, 3);
}

TEST_F(PublishTest, AnEditionThatCouldNotBeMadeIsTriedAgain) {
  bool works = false;
  Press press{[&](const std::string&) {
                if (!works) throw std::runtime_error{"the database is away"};
                return Edition{};
              },
              world.clock};
  EXPECT_THROW(press.edition("en"), std::runtime_error);
  works = true;
  EXPECT_TRUE(press.edition("en"));
}

TEST_F(PublishTest, TheAdministratorsListIsHers) {
  const auto refused = answer("/api/v1/directory-imports");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type.http_status, 401);
}

}  // namespace
}  // namespace nrm::hsds
