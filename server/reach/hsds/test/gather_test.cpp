// What is read of the specification's files, counted by hand, and what is said of files that are wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "files.hpp"
#include "gather.hpp"

namespace nrm::hsds {
namespace {

using ::testing::Contains;
using testing::file;
using ::testing::IsEmpty;
using testing::kExampleOrganisation;
using testing::kExampleService;
using testing::standard;
using Objects = std::map<std::string, std::size_t>;

struct Read {
  Gathered gathered;
  ImportReport findings;
  const json::object& service(const std::string& id = kExampleService) { return gathered.services.at(id).members; }
  const json::object& organisation(const std::string& id = kExampleOrganisation) {
    return gathered.organisations.at(id).members;
  }
};

Read read(const std::vector<SourceFile>& files) {
  Findings findings;
  Read out{gather(standard(), files, findings), {}};
  findings.hand_over(out.findings);
  return out;
}

Finding one(const std::string& file, const std::string& pointer, const std::string& code) {
  return {file, pointer, code};
}

const Objects kFullService{{"accessibility", 1},
                           {"address", 1},
                           {"attribute", 1},
                           {"cost_option", 1},
                           {"funding", 1},
                           {"language", 1},
                           {"location", 1},
                           {"organization", 1},
                           {"organization_identifier", 1},
                           {"phone", 1},
                           {"program", 1},
                           {"required_document", 1},
                           {"schedule", 1},
                           {"service", 1},
                           {"service_area", 1},
                           {"service_at_location", 1},
                           {"taxonomy", 1},
                           {"taxonomy_term", 1}};
// The UK profile has no phone, program or required document in its examples.
const Objects kFullServiceOfUk{{"accessibility", 1}, {"address", 1},
                               {"attribute", 1},     {"cost_option", 1},
                               {"funding", 1},       {"language", 1},
                               {"location", 1},      {"organization", 1},
                               {"schedule", 1},      {"organization_identifier", 1},
                               {"service", 1},       {"service_area", 1},
                               {"taxonomy_term", 1}, {"service_at_location", 1}};

TEST(Gather, EveryFileOfTheSpecificationGivesWhatStandsInIt) {
  const std::map<std::string, Objects> by_file{
      {"examples/base.json", {}},
      {"examples/location.json",
       {{"accessibility", 1}, {"address", 1}, {"language", 1}, {"location", 1}, {"phone", 1}, {"schedule", 1}}},
      {"examples/organization_full.json", kFullService},
      {"examples/organization_list.json", {{"organization", 1}}},
      {"examples/service_at_location_full.json", kFullService},
      {"examples/service_at_location_list.json",
       {{"location", 1}, {"organization", 1}, {"program", 1}, {"service", 1}, {"service_at_location", 1}}},
      {"examples/service_full.json", kFullService},
      {"examples/service_list.json", {{"organization", 1}, {"program", 1}, {"service", 1}}},
      {"examples/tabular.json", kFullService},
      {"examples/taxonomy.json", {{"taxonomy", 1}}},
      {"examples/taxonomy_list.json", {{"taxonomy", 1}}},
      {"examples/taxonomy_term.json", {{"taxonomy", 1}, {"taxonomy_term", 1}}},
      {"examples/taxonomy_term_list.json", {{"taxonomy", 1}, {"taxonomy_term", 1}}}};
  for (const auto& [name, objects] : by_file) {
    const auto found = read({file(name)});
    EXPECT_EQ(found.gathered.objects, objects) << name;
    EXPECT_THAT(found.findings.faults, IsEmpty()) << name;
  }
}

TEST(Gather, EveryFileOfTheUkProfileGivesWhatStandsInIt) {
  const std::map<std::string, Objects> by_file{
      {"uk/api_details.json", {}},
      {"uk/organization.json", kFullServiceOfUk},
      {"uk/organization_list.json", {{"organization", 10}}},
      {"uk/service_at_location_full.json", kFullServiceOfUk},
      {"uk/service_at_location_list.json",
       {{"location", 1}, {"organization", 1}, {"service", 1}, {"service_at_location", 1}}},
      {"uk/service_full.json", kFullServiceOfUk},
      {"uk/service_list.json", {{"organization", 1}, {"service", 1}}},
      {"uk/taxonomy.json", {{"taxonomy", 1}, {"taxonomy_term", 1}}},
      {"uk/taxonomy_list.json", {{"taxonomy", 1}}},
      {"uk/taxonomy_term.json", {{"taxonomy_term", 1}}},
      {"uk/taxonomy_term_list.json", {{"taxonomy_term", 1}}}};
  for (const auto& [name, objects] : by_file) {
    const auto found = read({file(name)});
    EXPECT_EQ(found.gathered.objects, objects) << name;
    EXPECT_THAT(found.findings.faults, IsEmpty()) << name;
  }
}

TEST(Gather, TheCsvFilesOfAFolderBelongTogether) {
  auto found = read(testing::csv_files());
  EXPECT_EQ(found.gathered.objects, kFullService);
  EXPECT_THAT(found.findings.faults, IsEmpty());
  EXPECT_EQ(text_at(found.organisation(), "legal_status"), "Limited Company");
  EXPECT_EQ(found.organisation().at("year_incorporated").to_number<int>(), 2011);
  const auto& phone = list_at(found.service(), "phones").at(0).as_object();
  EXPECT_EQ(text_at(phone, "number"), "\"+44 1234 234567\"");
  EXPECT_EQ(text_at(list_at(phone, "languages").at(0).as_object(), "code"), "ur");
  const auto& place = list_at(found.service(), "service_at_locations").at(0).as_object().at("location").as_object();
  EXPECT_EQ(text_at(place, "external_identifier"), "10092008082");
  EXPECT_EQ(text_at(list_at(place, "addresses").at(0).as_object(), "postal_code"), "ABC 1234");
}

TEST(Gather, TablesInOneDocumentGiveTheSameAsCsvFiles) {
  auto json_form = read({file("examples/tabular.json")});
  auto csv_form = read(testing::csv_files());
  EXPECT_EQ(json_form.service(), csv_form.service());
  EXPECT_EQ(json_form.organisation(), csv_form.organisation());
  EXPECT_EQ(json_form.gathered.services.at(kExampleService).organisation, kExampleOrganisation);
}

TEST(Gather, ALinkToNowhereIsNotedWithItsPlace) {
  const auto found = read({file("examples/tabular.json")});
  const auto note = [](const char* pointer) { return one("examples/tabular.json", pointer, "no-such-object"); };
  EXPECT_THAT(found.findings.notes, Contains(note("/locations.csv/0/organization_id")));
  EXPECT_THAT(found.findings.notes, Contains(note("/attributes.csv/0/link_id")));
  EXPECT_THAT(found.findings.notes, Contains(note("/taxonomy_terms.csv/0/taxonomy_id")));
}

TEST(Gather, SampleValuesOfAFullDocument) {
  auto found = read({file("examples/service_full.json")});
  const auto& service = found.service();
  EXPECT_EQ(text_at(service, "name"), "Community Counselling");
  EXPECT_EQ(service.at("minimum_age").to_number<int>(), 12);
  EXPECT_EQ(service.at("maximum_age").to_number<int>(), 100);
  EXPECT_EQ(text_at(service, "last_modified"), "2023-03-15T10:30:45.123000Z");
  const auto& schedule = list_at(service, "schedules").at(0).as_object();
  EXPECT_EQ(text_at(schedule, "byday"), "TH,FR");
  EXPECT_EQ(text_at(schedule, "opens_at"), "10:00:00");
  EXPECT_EQ(found.gathered.services.at(kExampleService).organisation, kExampleOrganisation);
}

TEST(Gather, PersonsAreLeftOutEverywhere) {
  for (const auto* name : {"examples/organization_full.json", "examples/service_full.json", "examples/tabular.json",
                           "examples/service_at_location_full.json", "uk/organization.json"}) {
    auto found = read({file(name)});
    const auto kept = json::serialize(found.service()) + json::serialize(found.organisation());
    EXPECT_EQ(kept.find("Persona"), std::string::npos) << name;
    EXPECT_EQ(kept.find("Reception Manager"), std::string::npos) << name;
  }
}

TEST(Gather, APointThatIsNowhereOnEarthIsLeftOut) {
  auto found = read({file("examples/service_full.json")});
  EXPECT_THAT(found.findings.notes, Contains(one("examples/service_full.json",
                                                 "/service_at_locations/0/location/latitude", "no-place-on-earth")));
  const auto& place = list_at(found.service(), "service_at_locations").at(0).as_object().at("location").as_object();
  EXPECT_FALSE(place.contains("latitude"));
  EXPECT_FALSE(place.contains("longitude"));
}

TEST(Gather, PartsThatDoNotFitAreLeftOutAndTheRestIsTaken) {
  auto found = read({file("uk/organization_list.json")});
  EXPECT_EQ(found.gathered.organisations.size(), 10U);
  EXPECT_EQ(text_at(found.organisation("3c4d5e6f-7a8b-4c9d-0e1f-2a3b4c5d6e7f"), "name"), "Legal Aid Alliance");
  EXPECT_THAT(found.findings.notes,
              Contains(one("uk/organization_list.json", "/contents/0/organization_identifiers/0/id", "not-an-id")));
  EXPECT_THAT(found.findings.notes,
              Contains(one("uk/organization_list.json", "/contents/0/attributes/0/label", "not-of-the-standard")));
}

TEST(Gather, ADocumentOfSomethingElseIsNoted) {
  const auto found = read({file("uk/dashboard_service_details_response.json")});
  EXPECT_TRUE(found.gathered.services.empty());
  EXPECT_THAT(found.findings.notes, Contains(one("uk/dashboard_service_details_response.json", "", "not-a-document")));
}

TEST(Gather, FilesInAnyOrderGiveTheSame) {
  std::vector<SourceFile> files;
  for (const auto* name : {"examples/location.json", "examples/organization_full.json", "examples/service_list.json",
                           "examples/service_full.json", "examples/service_at_location_list.json"})
    files.push_back(file(name));
  auto forth = read(files);
  std::reverse(files.begin() + 2, files.end());
  auto back = read(files);
  EXPECT_EQ(forth.service(), back.service());
  EXPECT_EQ(forth.organisation(), back.organisation());
}

SourceFile written(std::string content, std::string name = "x.json") {
  return {std::move(name), std::move(content)};
}

TEST(Gather, EachFaultIsNamedWithItsPlace) {
  const auto faults = [](std::string content) { return read({written(std::move(content))}).findings.faults; };
  EXPECT_THAT(faults("{"), Contains(one("x.json", "", "not-json")));
  EXPECT_THAT(faults("\"\xFF\""), Contains(one("x.json", "", "not-utf8")));
  EXPECT_THAT(faults("3"), Contains(one("x.json", "", "not-a-document")));
  EXPECT_THAT(faults(std::string(40, '[') + std::string(40, ']')), Contains(one("x.json", "", "too-deep")));
  const std::string id = R"("id":"ac148810-d857-441c-9679-408f346de14b")";
  EXPECT_THAT(faults("{" + id + R"(,"name":"N","status":"open"})"), Contains(one("x.json", "/status", "not-in-list")));
  EXPECT_THAT(faults("{" + id + R"(,"name":7,"status":"active"})"), Contains(one("x.json", "/name", "not-text")));
  EXPECT_THAT(faults("{" + id + R"(,"name":" ","status":"active"})"), Contains(one("x.json", "/name", "required")));
  EXPECT_THAT(faults(R"([{"id":"7","name":"N","status":"active"}])"), Contains(one("x.json", "/0/id", "not-an-id")));
  EXPECT_THAT(faults("{" + id + R"(,"name":"N","status":"active","minimum_age":"12"})"),
              Contains(one("x.json", "/minimum_age", "not-a-number")));
  EXPECT_THAT(faults("{" + id + R"(,"name":"N","status":"active","phones":{}})"),
              Contains(one("x.json", "/phones", "not-a-list")));
}

TEST(Gather, ATableWithAFaultNamesItsRow) {
  const auto found = read({written("id,name,description\r\nno,N,D\r\n", "a/organizations.csv"),
                           written("id,number\r\n1\r\n", "a/phones.csv"), written("x\r\n1\r\n", "a/unheard.csv")});
  EXPECT_THAT(found.findings.faults, Contains(one("a/organizations.csv", "/0/id", "not-an-id")));
  EXPECT_THAT(found.findings.faults, Contains(one("a/phones.csv", "/0", "wrong-width")));
  EXPECT_THAT(found.findings.notes, Contains(one("a/unheard.csv", "", "not-of-the-standard")));
}

TEST(Gather, AFloodOfFindingsIsCountedAndNotTold) {
  std::string many = "[";
  for (int i = 0; i < 700; ++i) many += i == 0 ? "1" : ",1";
  const auto found = read({written(many + "]")});
  EXPECT_EQ(found.findings.faults.size(), kMaxFindings);
  EXPECT_EQ(found.findings.untold, 700 - kMaxFindings);
}

TEST(Gather, MoreThanAFileMayHoldIsRefused) {
  std::string many = "[0";
  for (std::size_t i = 0; i < kMaxValues; ++i) many += ",0";
  EXPECT_THAT(read({written(many + "]")}).findings.faults, Contains(one("x.json", "", "too-many-items")));
  EXPECT_THAT(read({written(std::string(kMaxFileBytes + 1, ' '))}).findings.faults,
              Contains(one("x.json", "", "file-too-large")));
}

}  // namespace
}  // namespace nrm::hsds
