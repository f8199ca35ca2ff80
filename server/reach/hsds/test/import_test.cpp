// Documents into the directory, on both databases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/directory/offer.hpp"
#include "nrm/hsds/hsds.hpp"
#include "rows.hpp"

namespace nrm::hsds {
namespace {

using access::testing::must;
using testing::by;
using ::testing::ElementsAre;
using testing::file;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kExampleOrganisation;
using testing::kExampleService;

class ImportTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(), .schemas = {schema()}, .pack = by()}};

  void SetUp() override { register_reactions(world.journal(), world.pack); }
  ImportReport take(const std::vector<SourceFile>& files, const Rules& rules = testing::rules()) {
    return must(import_hsds(world.journal(), world.session(world.administrator), testing::standard(), world.pack, rules,
                            files));
  }
  template <class F>
  auto read(F work) {
    return world.database->reading(work);
  }
  std::optional<directory::Organisation> body(const std::string& id = kExampleOrganisation) {
    return read([&](storage::Reader& reader) { return directory::find_organisation_by_code(reader, "hsds-" + id); });
  }
  std::vector<directory::Team> teams(const std::string& id = kExampleOrganisation) {
    const auto organisation = body(id)->id;
    return read([&](storage::Reader& reader) { return directory::list_teams_of(reader, organisation); });
  }
  KeptService kept() {
    return read([](storage::Reader& reader) { return kept_service(reader, kExampleService); }).value();
  }
  void confirm(const OrganisationId& id) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    must(world.journal().act<void>(header, [&](log::Act& act) { return directory::confirm_organisation(act, id); }));
  }
  std::int64_t leaves() { return world.database.query("SELECT COUNT(*) AS n FROM log_leaf").at(0).integer("n"); }
};
NRM_ON_EACH_DATABASE(ImportTest);

SourceFile changed(const std::string& name, const std::string& from, const std::string& to) {
  auto out = file(name);
  const auto at = out.content.find(from);
  if (at == std::string::npos) throw std::logic_error{"the file says no " + from};
  out.content.replace(at, from.size(), to);
  return out;
}

TEST_P(ImportTest, AServiceBecomesATeamOfItsOrganisationUnconfirmed) {
  const auto report = take({file("examples/service_full.json")});
  EXPECT_EQ(report.organisations.added, 1U);
  EXPECT_EQ(report.services.added, 1U);
  EXPECT_THAT(report.not_mapped, IsEmpty());
  EXPECT_THAT(report.to_be_confirmed, ElementsAre("Example Organization Inc."));
  EXPECT_EQ(body()->name, "Example Organization Inc.");
  EXPECT_EQ(body()->kind, "ngo");
  EXPECT_FALSE(body()->confirmed_at);
  ASSERT_EQ(teams().size(), 1U);
  const auto team = teams().front();
  EXPECT_EQ(team.name, "Community Counselling");
  EXPECT_THAT(team.services, ElementsAre("psychological-help"));
  EXPECT_THAT(team.kinds, ElementsAre("protection"));
  EXPECT_FALSE(team.confirmed);
  const auto offers = read([&](storage::Reader& reader) { return directory::offers_of(reader, team); });
  EXPECT_THAT(offers.at(0).languages, ElementsAre("ur"));
  EXPECT_FALSE(offers.at(0).confidential);
}

TEST_P(ImportTest, TheSameAgainChangesNothingAndLeavesNoTrace) {
  const std::vector<SourceFile> everything{file("examples/organization_full.json"), file("examples/service_list.json"),
                                           file("examples/tabular.json"), file("uk/organization_list.json")};
  const auto first = take(everything);
  EXPECT_EQ(first.organisations.added, 10U);
  const auto before = leaves();
  const auto again = take(everything);
  EXPECT_EQ(again.organisations.added + again.organisations.changed, 0U);
  EXPECT_EQ(again.organisations.unchanged, 10U);
  EXPECT_EQ(again.services.unchanged, 1U);
  EXPECT_EQ(leaves(), before);
  EXPECT_EQ(teams().size(), 1U);
}

TEST_P(ImportTest, AChangedDocumentChangesWhatItSaysAndNothingElse) {
  take({file("examples/service_full.json")});
  const auto report = take({changed("examples/service_full.json", "Community Counselling", "Talking together")});
  EXPECT_EQ(report.services.changed, 1U);
  EXPECT_EQ(report.services.added, 0U);
  EXPECT_EQ(report.organisations.unchanged, 1U);
  EXPECT_EQ(teams().size(), 1U);
  EXPECT_EQ(teams().front().name, "Talking together");
}

TEST_P(ImportTest, WhatAFullDocumentNoLongerSaysIsGoneAndAListTakesNothingAway) {
  take({file("examples/service_full.json")});
  take({file("examples/service_list.json")});
  EXPECT_TRUE(kept().latest.contains("schedules"));
  const auto whole = kept().latest;
  auto shorter = json::parse(file("examples/service_full.json").content).as_object();
  shorter.erase("schedules");
  take({{"examples/service_full.json", json::serialize(shorter)}});
  EXPECT_FALSE(kept().latest.contains("schedules"));
  EXPECT_NE(kept().latest, whole);
}

TEST_P(ImportTest, OfAConfirmedBodyAChangeWaitsForAnotherConfirmation) {
  take({file("examples/service_full.json")});
  confirm(body()->id);
  EXPECT_EQ(kept().accepted, kept().latest);
  const auto report = take({changed("examples/service_full.json", "Community Counselling", "Call this number")});
  EXPECT_THAT(report.to_be_confirmed, ElementsAre("Example Organization Inc."));
  EXPECT_EQ(teams().front().name, "Community Counselling");
  EXPECT_NE(kept().accepted, kept().latest);
  const auto waiting = read(list_waiting);
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_TRUE(waiting.front().confirmed);
  EXPECT_EQ(waiting.front().changed_services, 1U);
  confirm(body()->id);
  EXPECT_EQ(teams().front().name, "Call this number");
  EXPECT_THAT(read(list_waiting), IsEmpty());
}

TEST_P(ImportTest, WithoutARuleAServiceIsKeptListedAndOffersNothing) {
  const auto none = testing::rules("");
  const auto report = take({file("examples/service_full.json")}, none);
  ASSERT_EQ(report.not_mapped.size(), 1U);
  EXPECT_EQ(report.not_mapped.front().name, "Community Counselling");
  EXPECT_THAT(report.not_mapped.front().terms, ElementsAre(HasSubstr(": code")));
  EXPECT_THAT(teams(), IsEmpty());
  EXPECT_EQ(read(list_unmapped).size(), 1U);
  // What it is, nobody knows: it may be where somebody hides, and its organisation's address may be the same.
  EXPECT_EQ(json::serialize(kept().latest).find("Main Street"), std::string::npos);
  const auto organisation =
      read([](storage::Reader& reader) { return kept_organisation(reader, kExampleOrganisation); }).value();
  EXPECT_EQ(json::serialize(organisation.latest).find("Main Street"), std::string::npos);
  take({file("examples/service_full.json")});
  EXPECT_EQ(teams().size(), 1U);
  EXPECT_THAT(read(list_unmapped), IsEmpty());
}

TEST_P(ImportTest, OwnTermsAndThoseOfHtcdsThatHaveOneKindNeedNoRule) {
  const auto with_term = [](const std::string& taxonomy, const std::string& code) {
    auto service = json::parse(file("examples/service_full.json").content).as_object();
    auto& term = service.at("attributes").as_array().at(0).as_object().at("taxonomy_term").as_object();
    term["taxonomy"] = taxonomy;
    term["code"] = code;
    return SourceFile{"x.json", json::serialize(service)};
  };
  take({with_term(std::string{kServiceTaxonomy}, "legal-aid")}, testing::rules(""));
  EXPECT_THAT(kept().kinds, ElementsAre("legal-aid"));
  take({with_term(std::string{kHtcdsTaxonomy}, "Education")}, testing::rules(""));
  EXPECT_THAT(kept().kinds, ElementsAre("education"));
  // Four kinds of the pack are of this type of support.
  take({with_term(std::string{kHtcdsTaxonomy}, "SocialCare")}, testing::rules(""));
  EXPECT_THAT(kept().kinds, IsEmpty());
  EXPECT_THAT(teams().front().services, IsEmpty());
}

TEST_P(ImportTest, NoPlaceOfAShelterIsEvenStored) {
  take({file("examples/organization_full.json"), file("examples/tabular.json")}, testing::rules("shelter"));
  std::string everything;
  for (const auto* table : {"hsds_organisation", "hsds_service"})
    for (const auto& row : world.database.query(std::string{"SELECT latest FROM "} + table))
      everything += row.text("latest");
  for (const auto* word : {"Main Street", "ABC 1234", "MyCity", "MyVillage", "Metro", "Induction", "example.com"})
    EXPECT_EQ(everything.find(word), std::string::npos) << word;
  const auto team = teams().front();
  const auto offers = read([&](storage::Reader& reader) { return directory::offers_of(reader, team); });
  EXPECT_TRUE(offers.at(0).confidential);
}

TEST_P(ImportTest, WhatTheTeamSaidItselfStays) {
  take({file("examples/service_full.json")});
  const auto team = teams().front();
  directory::Offer own;
  own.service = "psychological-help";
  own.languages = {"be", "ru"};
  const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
  must(world.journal().act<void>(
      header, [&](log::Act& act) { return directory::describe_offer(act, world.pack, team.id, own, 1); }));
  take({changed("examples/service_full.json", "\"ur\"", "\"pl\"")});
  const auto offers = read([&](storage::Reader& reader) { return directory::offers_of(reader, team); });
  EXPECT_THAT(offers.at(0).languages, ElementsAre("be", "ru"));
}

TEST_P(ImportTest, OnlyAnAdministratorImports) {
  const auto refused = import_hsds(world.journal(), world.session(world.provider), testing::standard(), world.pack,
                                   testing::rules(), {file("examples/service_full.json")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, nrm::problems::kNotFound);
  EXPECT_FALSE(body());
}

TEST_P(ImportTest, AServiceOfNobodyOrOfAnotherIsAFault) {
  auto alone = json::parse(file("examples/service_full.json").content).as_object();
  alone.erase("organization");
  const auto refused = import_hsds(world.journal(), world.session(world.administrator), testing::standard(), world.pack,
                                   testing::rules(), {{"x.json", json::serialize(alone)}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, problems::kNothingToImport);
  EXPECT_EQ(refused.error().fields.at(0).pointer, "x.json/organization_id");
  take({file("examples/service_full.json")});
  alone["organization"] = json::object{
      {"id", "00000000-0000-4000-8000-000000000001"}, {"name", "Somebody else"}, {"description", "Takes it over"}};
  const auto report = take({{"x.json", json::serialize(alone)}});
  ASSERT_EQ(report.faults.size(), 1U);
  EXPECT_EQ(report.faults.front().code, "belongs-to-another");
  EXPECT_EQ(kept().organisation, body()->id);
}

}  // namespace
}  // namespace nrm::hsds
