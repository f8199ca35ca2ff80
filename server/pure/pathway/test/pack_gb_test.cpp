// The pack of the United Kingdom: the same program, another country's times.
#include <gmock/gmock.h>

#include "broken_pack.hpp"
#include "nrm/pathway/simulate.hpp"

namespace nrm::pathway {
namespace {

UtcTime at(std::string_view text) {
  return *parse_rfc3339(text);
}

const Pack& gb() {
  static const Pack pack = [] {
    auto loaded = load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "gb");
    if (!loaded) throw std::runtime_error{describe(loaded.error())};
    return std::move(*loaded);
  }();
  return pack;
}

std::vector<std::string> replay(const std::string& rows, std::string_view until = {}) {
  const auto caseload = read_caseload("c.csv", "case,moment,at,state\n" + rows);
  if (!caseload) throw std::logic_error{describe(caseload.error())};
  std::vector<std::string> out;
  const auto replayed = simulate(gb(), *caseload, until.empty() ? std::nullopt : std::optional{at(until)});
  for (const auto& step : replayed.unknown_steps) out.push_back("unknown step to " + step.to);
  for (const auto& clock : replayed.clocks)
    out.push_back(clock.rule + " " + std::string{name_of(clock.kind)} + " " +
                  (clock.due ? to_rfc3339(*clock.due) : "-") + " " + std::string{name_of(clock.outcome)});
  return out;
}

std::vector<std::string> of(std::vector<std::string> all, std::string_view rule) {
  std::erase_if(all, [&](const auto& text) { return !text.starts_with(rule); });
  return all;
}

TEST(PackGb, LoadsWithoutAFaultInEnglish) {
  const auto check = check_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "gb", at("2026-11-24T00:00:00Z"));
  EXPECT_TRUE(check.faults.empty()) << describe(check.faults);
  EXPECT_EQ(gb().languages, std::vector<std::string>{"en"});
  EXPECT_EQ(gb().time_zone, "Europe/London");
  EXPECT_EQ(gb().reference_prefix, "GB");
  EXPECT_NE(gb().find_consent_text("en"), nullptr);
  EXPECT_EQ(std::count_if(check.warnings.begin(), check.warnings.end(),
                          [](const auto& fault) { return fault.code == "holidays-end-soon"; }),
            0);
}

TEST(PackGb, NothingInItIsBelarusian) {
  for (const auto& organisation : gb().organisations)
    EXPECT_TRUE(organisation.id.starts_with("gb-")) << organisation.id;
  for (const auto& region : gb().regions) EXPECT_TRUE(region.code.starts_with("GB-")) << region.code;
  EXPECT_FALSE(gb().has_code("service", "crisis-room"));
}

TEST(PackGb, ReasonableGroundsInFiveWorkingDays) {
  // Thursday 30 April 2026: 1, 5, 6, 7 and 8 May; Monday 4 May is a bank holiday. Midnight in summer is 23:00 UTC.
  const std::string referred = "1,state,2026-04-30T10:00:00Z,identification/referred\n";
  EXPECT_THAT(of(replay(referred + "1,state,2026-05-08T22:59:59Z,identification/reasonable-grounds-positive\n"),
                 "reasonable-grounds "),
              ::testing::ElementsAre("reasonable-grounds maximum 2026-05-08T23:00:00Z in-time"));
  EXPECT_THAT(of(replay(referred + "1,state,2026-05-08T23:00:00Z,identification/reasonable-grounds-negative\n"),
                 "identification.reasonable-grounds-no"),
              ::testing::ElementsAre("identification.reasonable-grounds-no maximum 2026-05-08T23:00:00Z breached"));
  // Over Christmas: 24, 29, 30 and 31 December 2026, then Monday 4 January; the 28th stands in for Boxing Day.
  EXPECT_THAT(of(replay("1,state,2026-12-23T10:00:00Z,identification/referred\n"), "reasonable-grounds "),
              ::testing::ElementsAre("reasonable-grounds maximum 2027-01-05T00:00:00Z running"));
}

TEST(PackGb, RecoveryIsAtLeastThirtyDaysAndConclusiveGroundsNotBefore) {
  const std::string recovering =
      "1,state,2026-04-30T10:00:00Z,identification/referred\n"
      "1,state,2026-05-06T10:00:00Z,identification/reasonable-grounds-positive\n";
  const auto early = replay(recovering + "1,state,2026-06-05T22:59:59Z,identification/conclusive-grounds-positive\n");
  EXPECT_THAT(of(early, "recovery-period"),
              ::testing::ElementsAre("recovery-period minimum 2026-06-05T23:00:00Z too-early"));
  EXPECT_THAT(of(early, "identification.conclusive-grounds"),
              ::testing::ElementsAre("identification.conclusive-grounds-yes minimum 2026-06-05T23:00:00Z too-early"));
  const auto later = replay(recovering + "1,state,2026-06-05T23:00:00Z,identification/conclusive-grounds-negative\n");
  EXPECT_THAT(of(later, "recovery-period"),
              ::testing::ElementsAre("recovery-period minimum 2026-06-05T23:00:00Z reached"));
  EXPECT_THAT(of(later, "identification.conclusive-grounds"),
              ::testing::ElementsAre("identification.conclusive-grounds-no minimum 2026-06-05T23:00:00Z reached"));
  // Nothing presses for the conclusive decision: there is no longest time.
  for (const auto& clock : replay(recovering, "2028-05-06T10:00:00Z"))
    EXPECT_EQ(clock.find("breached"), std::string::npos) << clock;
}

TEST(PackGb, AReconsiderationIsAWindowOfThirtyDays) {
  const std::string refused = "1,state,2026-06-08T10:00:00Z,identification/conclusive-grounds-negative\n";
  const std::string id = "identification.reconsider-conclusive-grounds";
  EXPECT_THAT(
      of(replay(refused + "1,state,2026-07-08T22:59:59Z,identification/reasonable-grounds-positive\n"), id + " "),
      ::testing::ElementsAre(id + " maximum 2026-07-08T23:00:00Z in-time"));
  EXPECT_THAT(of(replay(refused, "2026-07-08T23:00:00Z"), id + " "),
              ::testing::ElementsAre(id + " maximum 2026-07-08T23:00:00Z breached"));
  EXPECT_THAT(
      of(replay(refused + "1,pause,2026-06-10T10:00:00Z,person-not-reachable\n", "2026-07-20T23:00:00Z"), id + " "),
      ::testing::ElementsAre(id + " maximum - stands-still"));
}

TEST(PackGb, AnAdultAgreesOrIsReportedWithoutAName) {
  const auto& track = *gb().pathway.find_track("identification");
  const auto steps = [&](const Mover& mover) {
    std::set<std::string> out;
    for (const auto* step : allowed_transitions(track, "encountered", mover)) out.insert(step->id);
    return out;
  };
  const auto needs = [&](const std::string& id) {
    return std::find_if(track.transitions.begin(), track.transitions.end(),
                        [&](const auto& step) { return step.id == id; })
        ->needs;
  };
  EXPECT_THAT(steps({"first-responder", "police-department"}), ::testing::Contains("identification.notify"));
  EXPECT_THAT(steps({"first-responder", "ngo"}), ::testing::Not(::testing::Contains("identification.notify")));
  EXPECT_THAT(steps({"first-responder", "ngo"}), ::testing::Contains("identification.refer"));
  EXPECT_THAT(needs("identification.refer"), ::testing::IsSupersetOf({"basis", "age-class", "form:gb-nrm-referral"}));
  EXPECT_THAT(needs("identification.notify"), ::testing::IsEmpty());
}

TEST(PackGb, OnlyACompetentAuthorityDecides) {
  const auto& track = *gb().pathway.find_track("identification");
  const auto decides = [&](const char* kind) {
    return !allowed_transitions(track, "referred", {"identifying-officer", kind}).empty() &&
           allowed_transitions(track, "referred", {"identifying-officer", kind}).front()->id ==
               "identification.reasonable-grounds-yes";
  };
  EXPECT_TRUE(decides("competent-authority"));
  EXPECT_FALSE(decides("police-department"));
  EXPECT_FALSE(decides("migration-service"));
}

TEST(PackGb, AChildNeedsNoConsentAndHasAGuardian) {
  const auto ground = std::find_if(gb().grounds.grounds.begin(), gb().grounds.grounds.end(),
                                   [](const auto& one) { return one.id == "child-protection"; });
  ASSERT_NE(ground, gb().grounds.grounds.end());
  EXPECT_TRUE(gb().has_code("service", "guardian"));
  EXPECT_TRUE(gb().has_code("organisation-kind", "child-guardian"));
  EXPECT_EQ(gb().own_consent_age.years, 18);
  EXPECT_NE(gb().pathway.find_track("protection")->find("child-protected"), nullptr);
}

TEST(PackGb, EmergencyHelpAsksForNothing) {
  const auto steps =
      allowed_transitions(*gb().pathway.find_track("protection"), "not-started", {"first-responder", "ngo"});
  const auto found =
      std::find_if(steps.begin(), steps.end(), [](const auto* step) { return step->to == "emergency-help"; });
  ASSERT_NE(found, steps.end());
  EXPECT_TRUE((*found)->needs.empty());
}

}  // namespace
}  // namespace nrm::pathway
