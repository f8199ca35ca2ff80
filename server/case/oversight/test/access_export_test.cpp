#include "nrm/oversight/access_export.hpp"

#include "watch_world.hpp"

namespace nrm::oversight::testing {
namespace {

class AccessExportTest : public WatchTest {
 protected:
  void write(const CaseId& id, const std::map<std::string, std::string>& texts) {
    casefile::Values values;
    for (const auto& [field, text] : texts) values.emplace(field, Personal{text});
    must(
        on_case<std::int64_t>(world.border_manager, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
          return casefile::write_versions(act, permit, id, values, {.today = pack.calendar->local_date(act.now())});
        }));
  }
  ExportedValue given(const CaseId& id, std::string_view field) {
    const auto made = must(make_access_export(desk(), world.session(world.border_manager), id, "she asked", "en"));
    for (const auto& value : made.values)
      if (value.version.field == field) return value;
    throw std::logic_error{"the copy lacks a field"};
  }
};
NRM_ON_EACH_DATABASE(AccessExportTest);

TEST_P(AccessExportTest, WhomAFormNamesBesideHerIsLeftOutOfIt) {
  const auto id = open_case();
  write(id, {{"identity.documents", R"([{"kind":"passport","state":"held-by-another","held_by":"Uncle Petr"}])"},
             {"whereabouts.safe-contact", R"({"how":"by text","never":["Ivan"]})"}});
  const auto documents = given(id, "identity.documents").version.value->reveal();
  EXPECT_EQ(documents.find("Petr"), std::string::npos) << documents;
  EXPECT_NE(documents.find(R"("held_by":"This is about another person)"), std::string::npos) << documents;
  EXPECT_NE(documents.find(R"("kind":"passport")"), std::string::npos) << documents;
  const auto contact = given(id, "whereabouts.safe-contact").version.value->reveal();
  EXPECT_EQ(contact.find("Ivan"), std::string::npos) << contact;
  EXPECT_NE(contact.find(R"("how":"by text")"), std::string::npos) << contact;
}

TEST_P(AccessExportTest, AFormWithRemarksIsMarkedToBeReadThrough) {
  const auto id = open_case();
  EXPECT_TRUE(given(id, "casework.age-class").may_name_others);
  EXPECT_TRUE(given(id, "identity.names").may_name_others);
  EXPECT_TRUE(given(id, "justice.lawyer").about_another);
  EXPECT_FALSE(given(id, "justice.lawyer").version.value);
}

}  // namespace
}  // namespace nrm::oversight::testing
