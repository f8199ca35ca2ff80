#include <gmock/gmock.h>

#include "broken_pack.hpp"
#include "nrm/pathway/csv.hpp"

namespace nrm::pathway {
namespace {

UtcTime at(std::string_view text) {
  return *parse_rfc3339(text);
}

const Pack& by() {
  static const Pack pack = [] {
    auto loaded = load_pack(pack_by());
    if (!loaded) throw std::runtime_error{describe(loaded.error())};
    return std::move(*loaded);
  }();
  return pack;
}

TEST(PackBy, LoadsWithoutAFault) {
  const auto check = check_pack(pack_by(), at("2026-11-24T00:00:00Z"));
  EXPECT_TRUE(check.faults.empty()) << describe(check.faults);
  ASSERT_TRUE(check.pack);
  EXPECT_EQ(check.pack->id, "by");
  EXPECT_EQ(to_iso(check.pack->composition_as_of), "2018-02-15");
}

TEST(PackBy, SaysWhatIsNotVerified) {
  const auto check = check_pack(pack_by(), at("2026-11-24T00:00:00Z"));
  const auto count = [&](std::string_view code) {
    return std::count_if(check.warnings.begin(), check.warnings.end(),
                         [&](const auto& fault) { return fault.code == code; });
  };
  EXPECT_GT(count("unverified"), 0);
  EXPECT_EQ(count("unchecked-consent-text"), 3);
  EXPECT_EQ(count("holidays-end-soon"), 0);
}

TEST(PackBy, WarnsFourHundredDaysBeforeTheHolidaysEnd) {
  const auto warned = [](std::string_view now) {
    const auto check = check_pack(pack_by(), at(now));
    return std::any_of(check.warnings.begin(), check.warnings.end(),
                       [](const auto& fault) { return fault.code == "holidays-end-soon"; });
  };
  EXPECT_FALSE(warned("2027-11-26T12:00:00Z"));
  EXPECT_TRUE(warned("2027-11-28T12:00:00Z"));
}

TEST(PackBy, NamesWhoSatAtTheCouncil) {
  const auto* border = by().find_organisation("by-gpk");
  ASSERT_NE(border, nullptr);
  EXPECT_EQ(label_in(border->names, "ru"), "Государственный пограничный комитет Республики Беларусь");
  EXPECT_EQ(border->kind, "border-service");
  EXPECT_THAT(border->takes_part_in, ::testing::ElementsAre("case-work", "council"));
  EXPECT_EQ(to_iso(border->last_confirmed.value()), "2018-02-15");
  EXPECT_EQ(by().find_organisation("by-gender-perspectives")->status, "reported-closed");
  EXPECT_FALSE(by().find_organisation("by-unicef")->takes_part_in.contains("council"));
}

TEST(PackBy, MapsEveryFormOfExploitationOfHtcdsAndAddsForcedCriminality) {
  const auto* list = by().find_list("exploitation");
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->codes.size(), 12U);
  EXPECT_EQ(list->find("servitude")->htcds_value, "Servitude");
  EXPECT_TRUE(list->find("forced-criminality")->htcds_key.empty());
}

TEST(PackBy, HasNoPurposeOfImmigrationEnforcement) {
  for (const auto& purpose : by().codes_of("purpose")) EXPECT_EQ(purpose.find("enforcement"), std::string::npos);
}

TEST(Pathway, EveryTrackBeginsSomewhereAndEmergencyHelpAsksForNothing) {
  EXPECT_EQ(by().pathway.tracks.size(), 4U);
  EXPECT_EQ(by().pathway.find_track("identification")->initial().id, "detected");
  const auto* help = by().pathway.find_track("protection");
  for (const auto* role : {"first-responder", "case-manager"}) {
    const auto steps = allowed_transitions(*help, "not-started", {role, "ngo"});
    const auto found =
        std::find_if(steps.begin(), steps.end(), [](const auto* step) { return step->to == "emergency-help"; });
    ASSERT_NE(found, steps.end());
    EXPECT_TRUE((*found)->needs.empty());
  }
}

TEST(Pathway, OnlyAnIdentifyingBodyRecognisesAVictim) {
  const auto& track = *by().pathway.find_track("identification");
  const auto recognises = [&](const Mover& mover) {
    const auto steps = allowed_transitions(track, "under-identification", mover);
    return std::any_of(steps.begin(), steps.end(), [](const auto* step) { return step->to == "victim"; });
  };
  EXPECT_TRUE(recognises({"identifying-officer", "police-department"}));
  EXPECT_FALSE(recognises({"identifying-officer", "ngo"}));
  EXPECT_FALSE(recognises({"case-manager", "police-department"}));
}

TEST(TeamKinds, ProtectionAndImmigrationControlNeverMeet) {
  EXPECT_EQ(team_kinds_fault({"protection", "identification"}), std::nullopt);
  EXPECT_EQ(team_kinds_fault({"protection", "immigration-control"}), "protection-and-control");
  EXPECT_EQ(team_kinds_fault({}), "no-team-kind");
  EXPECT_EQ(team_kinds_fault({"customs"}), "unknown-team-kind");
}

TEST(Csv, KeepsQuotedCommasQuotesAndLines) {
  const auto table = read_csv("x.csv", "a,b\r\n\"1,\"\"2\"\"\n3\",4\nx,\"\"");
  ASSERT_TRUE(table) << table.error().message;
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->cell(table->rows[0], "a"), "1,\"2\"\n3");
  EXPECT_EQ(table->rows[1].line, 4);
  EXPECT_EQ(table->cell(table->rows[1], "b"), "");
}

TEST(Csv, RefusesWhatItCannotReadForSure) {
  for (const std::string text : {"", "a,a\n1,2\n", "a,b\n1\n", "a\n\"x\"y\n", "a\nb\"c\n", "a\n\"open\n", "a\n\xff\n"})
    EXPECT_FALSE(read_csv("x.csv", text)) << text;
  EXPECT_FALSE(read_csv("x.csv", std::string_view{"a\n\0\n", 4}));
  EXPECT_FALSE(read_csv("x.csv", "a\n" + std::string(20'001, 'x')));
}

}  // namespace
}  // namespace nrm::pathway
