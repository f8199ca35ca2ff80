// Every kind of fault that a pack can have is found, with its file and line.
#include <algorithm>
#include <fstream>

#include "broken_pack.hpp"

namespace nrm::pathway {
namespace {

constexpr int kSomewhere = -9999;

struct Break {
  std::string code;
  std::string file;
  std::string from;  // empty: `to` is a line added at the end
  std::string to;
  int line_offset = 0;  // of the fault, from where `from` stands; kSomewhere: any line that is named
};

void PrintTo(const Break& wrong, std::ostream* out) {
  *out << wrong.file << ": " << wrong.code;
}

class EachFault : public ::testing::TestWithParam<Break> {};

TEST_P(EachFault, IsFoundWithFileAndLine) {
  const auto& wrong = GetParam();
  BrokenPack pack;
  const int at =
      wrong.from.empty() ? pack.append(wrong.file, wrong.to) : pack.replace(wrong.file, wrong.from, wrong.to);
  const auto faults = pack.faults();
  const auto found = std::any_of(faults.begin(), faults.end(), [&](const PackFault& fault) {
    return fault.code == wrong.code && fault.file == wrong.file &&
           (wrong.line_offset == kSomewhere ? fault.line > 0 : fault.line == at + wrong.line_offset) &&
           !fault.message.empty();
  });
  EXPECT_TRUE(found) << "wanted " << wrong.file << ":" << at + wrong.line_offset << ": " << wrong.code << "; got\n"
                     << describe(faults);
}

const std::string kBodies = "organisations/organisations.csv";
const std::string kLines = "organisations/hotlines.csv";
const std::string kDays = "calendars/calendar.csv";
const std::string kSteps = "pathway.toml";
const std::string kOtherGrounds = "grounds.toml";

INSTANTIATE_TEST_SUITE_P(
    Pack, EachFault,
    ::testing::Values(
        Break{"malformed-toml", "pack.toml", "id = \"by\"", "id = by"},
        Break{"malformed-toml", "pack.toml", "id = \"by\"", "[;"},
        Break{"malformed-toml", "pack.toml", "id = \"by\"", "\uFEEF"},
        Break{"malformed-toml", "pack.toml", "id = \"by\"", "id = \"by\" \u2003"},
        Break{"unknown-key", "pack.toml", "time_zone = ", "colour = \"red\" #"},
        Break{"wrong-type", "pack.toml", "time_zone = \"Europe/Minsk\"", "time_zone = 3"},
        Break{"out-of-range", "pack.toml", "years = 18", "years = 2"},
        Break{"bad-date", "pack.toml", "2018-02-15", "\"15.02.2018\""},
        Break{"bad-code", "pack.toml", "reference_prefix = \"BY\"", "reference_prefix = \"by1\""},
        Break{"bad-code", "pack.toml", "countries = [\"BY\"]", "countries = [\"Belarus\"]"},
        Break{"bad-code", "pack.toml", "[\"en\", \"ru\", \"be\"]", "[\"en\", \"ru\", \"be\", \"b e\"]"},
        Break{"missing-string", "pack.toml", "[names]\nen = \"Belarus\"", "[names]\n"},
        Break{"missing-key", "pack.toml", "[own_consent_age]\nyears = 18", "[own_consent_age]\n"},
        Break{"bad-verified", "pack.toml", "verified = \"no\"", "verified = \"perhaps\""},
        Break{"unknown-ground", kOtherGrounds, "id = \"vital-interest\"", "id = \"immigration-enforcement\""},
        Break{"unknown-party", kOtherGrounds, "\"person\"]", "\"everybody\"]"},
        Break{"officer-not-told", kOtherGrounds, "[\"data-protection-officer\", \"person\"]", "[\"person\"]"},
        Break{"unknown-article", kOtherGrounds, "articles = [\"crc-19\"]", "articles = [\"crc-20\"]"},
        Break{"article-needed", kOtherGrounds, "needs = \"danger\"\narticles = [\"coe-197-28\"]",
              "needs = \"article\""},
        Break{"unknown-need", kOtherGrounds, "needs = \"danger\"", "needs = \"nothing\""},
        Break{"unknown-unit", kOtherGrounds, "unit = \"hours\" }", "unit = \"moons\" }"},
        Break{"out-of-range", kOtherGrounds, "longest_days = 7", "longest_days = 400"},
        Break{"duplicate-code", kOtherGrounds, "id = \"crc-19\"", "id = \"by-350z-17-1\""},
        Break{"missing-key", kOtherGrounds, "source = \"CETS 197", "#ource = \"CETS 197", kSomewhere},
        Break{"malformed-csv", kBodies, "by-gpk,State Border", "by-gpk,Sta\"te Border"},
        Break{"malformed-csv", "codes.csv", "", "only,three,cells"},
        Break{"malformed-csv", "teams.csv", "", "\"never closed"},
        Break{"malformed-csv", "services.csv", "Crisis room", "Crisis \xc3 room"},
        Break{"missing-column", "codes.csv", "list,code,en", "list,code,english"},
        Break{"unknown-column", "codes.csv", "source,note", "source,notes"},
        Break{"duplicate-code", "codes.csv", "outcome,met-in-part", "outcome,need-met"},
        Break{"bad-code", "codes.csv", "outcome,met-in-part", "outcome,met in part"},
        Break{"missing-string", "codes.csv", "Met in part", ""},
        Break{"missing-source", "codes.csv", "no,ours,", "no,,"},
        Break{"bad-verified", "codes.csv", "no,ours,", "maybe,ours,"},
        Break{"unknown-mapping", "codes.csv", "vic_TypeOfExploitation,Servitude", "vic_TypeOfExploitation,Serfdom"},
        Break{"unknown-mapping", "services.csv", "spl_Type,SocialCare", "spl_Type,SocialCar"},
        Break{"duplicate-code", "services.csv", "crisis-room,", "shelter,"},
        Break{"unknown-code", kBodies, ",border-service,", ",border-guard,"},
        Break{"unknown-code", kBodies, ",national,", ",federal,"},
        Break{"unknown-code", kBodies, ",listed,", ",alive,"}, Break{"unknown-code", kBodies, ",council,", ",choir,"},
        Break{"unknown-region", kBodies, ",BY-VI,", ",BY-XX,"},
        Break{"unknown-organisation", kBodies, ",by-exec-vi,", ",by-nobody,"},
        Break{"duplicate-code", kBodies, "\nby-gpk,", "\nby-mfa,", 2},
        Break{"missing-string", kBodies, "State Border Committee", ""},
        Break{"bad-date", kBodies, "2018-02-15,council", "2018-02-30,council"},
        Break{"until-before-from", kBodies, ",,,listed,2018-02-15", ",2018-02-15,2017-01-01,listed,2018-02-15"},
        Break{"unknown-organisation", kLines, "by-gender-perspectives", "by-nobody"},
        Break{"duplicate-code", kLines, "\n102,", "\n7113,", 1}, Break{"bad-number", kLines, "\n102,", "\n,", 1},
        Break{"duplicate-code", "regions/regions.csv", "\nBY-HM,", "\nBY-BR,", 1},
        Break{"unknown-region", "regions/districts.csv", "BY-BR-01,BY-BR,", "BY-BR-01,BY-ZZ,"},
        Break{"duplicate-code", "terms/glossary.csv", "\ntrm,", "\nnrm,", 1},
        Break{"bad-date", kDays, "2018-05-01", "2018-05-32"},
        Break{"wrong-weekday", kDays, "2018-05-01,Tue", "2018-05-01,Wed"},
        Break{"unknown-day-kind", kDays, "public_holiday", "holiday"},
        Break{"unpaired-moved-day", kDays, "yes,2018-04-14,", "yes,2018-04-21,"},
        Break{"unpaired-moved-day", kDays, "yes,2018-04-14,", "yes,,"},
        Break{"contradicting-day", kDays, "working_day_transferred,no,2018-04-16",
              "working_day_transferred,yes,2018-04-16"},
        Break{"duplicate-code", kDays, "", "2018-05-01,Tue,Labour Day,x,x,public_holiday,yes,,fixed,yes,x,"},
        Break{"unknown-organisation", "teams.csv", ",by-gpk,", ",by-nobody,"},
        Break{"unknown-code", "teams.csv", "crisis-room;", "dungeon;"},
        Break{"unknown-region", "teams.csv", ",BY-VI,", ",BY-XX,"},
        Break{"no-team-kind", "teams.csv", ",immigration-control,", ",,"},
        Break{"unknown-team-kind", "teams.csv", ",immigration-control,", ",customs,"},
        Break{"protection-and-control", "teams.csv", ",immigration-control,", ",protection;immigration-control,"},
        Break{"duplicate-code", "teams.csv", "gunipthl-identification,", "gpk-border-control-points,"},
        Break{"unknown-code", "teams.csv", ",child,", ",kitten,"},
        Break{"unknown-region", "teams.csv", ",BY-VI,working-days", ",BY-XX,working-days"},
        Break{"bad-language", "teams.csv", ",be;ru,", ",be;russian,"},
        Break{"unknown-hours", "teams.csv", ",working-days,", ",sundays,"},
        Break{"unknown-answer", "teams.csv", ",child,yes,", ",child,perhaps,"},
        Break{"wrong-language", "consent/ru.toml", "language = \"ru\"", "language = \"be\""},
        Break{"bad-direction", "consent/ru.toml", "\"ltr\"", "\"up\""},
        Break{"unknown-key", "forms/by-485-draft.toml", "note = ", "colour = "},
        Break{"malformed-toml", "forms/by-485-draft.toml", "note = ", "note : "}),
    [](const auto& which) { return "n" + std::to_string(which.index); });

INSTANTIATE_TEST_SUITE_P(
    Pathway, EachFault,
    ::testing::Values(
        Break{"unknown-key", kSteps, "starts_at = \"referral.sent\"", "starts_at = \"referral.sent\"\ncolour = 1", 1},
        Break{"unknown-unit", kSteps, "unit = \"working-days\"", "unit = \"fortnights\""},
        Break{"out-of-range", kSteps, "count = 3", "count = -3"},
        Break{"unknown-moment", kSteps, "starts_at = \"referral.sent\"", "starts_at = \"referral.lost\"", -3},
        Break{"unknown-moment", kSteps, "state:identification/under-identification", "state:identification/asleep", -3},
        Break{"unknown-breach", kSteps, "on_breach = \"tell-sender\"", "on_breach = \"shrug\""},
        Break{"unknown-breach", kSteps, "on_breach = \"tell-sender\"", "on_breach = \"lapses\""},
        Break{"missing-consequence", kSteps, "on_breach = \"escalate\"\n", "", -6},
        Break{"unknown-pause", kSteps, "pauses_on = [\"consent-paused\"", "pauses_on = [\"bored\""},
        Break{"unknown-clock-kind", kSteps, "on_breach = \"escalate\"", "on_breach = \"escalate\"\nkind = \"some\"", 1},
        Break{"unknown-clock-kind", kSteps, "on_breach = \"escalate\"", "kind = \"minimum\"", -6},
        Break{"minimum-with-consequence", kSteps, "on_breach = \"escalate\"",
              "on_breach = \"escalate\"\nkind = \"minimum\"", -6},
        Break{"warning-too-long", kSteps, "warn_before = { count = 1", "warn_before = { count = 9"},
        Break{"duplicate-code", kSteps, "id = \"referral-answer-urgent\"", "id = \"referral-answer\"", -1},
        Break{"bad-code", kSteps, "id = \"referral-answer-urgent\"", "id = \"referral answer\"", -1},
        Break{"duplicate-code", kSteps, "id = \"help-without-notice\"", "id = \"detected\"", -1},
        Break{"missing-string", kSteps, "labels = { en = \"Detected\", ru = \"Выявлен\",",
              "labels = { en = \"Detected\","},
        Break{"no-initial-state", kSteps, "initial = true", "initial = false", -7},
        Break{"several-initial-states", kSteps, "initial = true\n\n[[track.state]]",
              "initial = true\n\n[[track.state]]\ninitial = true", -7},
        Break{"unreachable-state", kSteps, "[[track.state]]",
              "[[track.state]]\nid = \"limbo\"\nfinal = true\nlabels = { en = \"x\", ru = \"x\", be = \"x\" "
              "}\n\n[[track.state]]"},
        Break{"dead-end", kSteps, "from = \"court\"", "from = \"reported\"", kSomewhere},
        Break{"unknown-state", kSteps, "to = \"help-without-notice\"", "to = \"heaven\""},
        Break{"unknown-role", kSteps, "\"first-responder\"", "\"bystander\""},
        Break{"unknown-organisation-kind", kSteps, "\"police-department\"", "\"band\""},
        Break{"nobody-may", kSteps, "roles = [\"identifying-officer\"]", "roles = []"},
        Break{"unknown-need", kSteps, "needs = [\"basis\"]", "needs = [\"luck\"]"},
        Break{"missing-form", kSteps, "form:by-485-draft", "form:by-999"},
        Break{"earliest-after-latest", kSteps, "earliest = { count = 30,",
              "latest = { count = 1, unit = \"hours\" }\nearliest = { count = 30,", 1},
        Break{"unknown-breach", kSteps, "on_breach = \"tell-sender\"", "on_breach = \"lapses\""},
        Break{"missing-consequence", kSteps, "earliest = { count = 30,",
              "latest = { count = 90, unit = \"calendar-days\" }\nearliest = { count = 30,", kSomewhere},
        Break{"missing-start", kSteps, "starts_at = \"state:protection/follow-up\"\n", "", kSomewhere}),
    [](const auto& which) { return "n" + std::to_string(which.index); });

PackFault only(const BrokenPack& pack, const std::string& code) {
  for (auto& fault : pack.faults())
    if (fault.code == code) return fault;
  ADD_FAILURE() << "no " << code << " in\n" << describe(pack.faults());
  return {};
}

TEST(FaultOfAFile, AMissingOrHugeFileIsNamed) {
  for (const auto* file : {"codes.csv", "services.csv", "pathway.toml", "calendars/calendar.csv", "consent/be.toml",
                           "organisations/organisations.csv", "../standards/htcds/htcds-2.0-values.csv"}) {
    BrokenPack pack;
    pack.remove(file);
    EXPECT_EQ(only(pack, "missing-file").file, file);
  }
  BrokenPack pack;
  pack.write("teams.csv", std::string(5 * 1024 * 1024, 'x'));
  EXPECT_EQ(only(pack, "file-too-large").file, "teams.csv");
}

TEST(FaultOfAFile, AListACodeOrAClockThatTheProgramNeedsIsMissed) {
  BrokenPack pack;
  pack.replace("codes.csv", "team-kind,oversight", "team-sort,oversight");
  EXPECT_EQ(only(pack, "missing-code").file, "codes.csv");
  BrokenPack statuses;
  statuses.replace("codes.csv", "organisation-status,listed", "organisation-status,entered");
  EXPECT_EQ(only(statuses, "missing-code").message, "the list \"organisation-status\" lacks \"listed\"");
  BrokenPack lists;
  auto text = lists.text("codes.csv");
  for (auto at = text.find("\nhow-came,"); at != std::string::npos; at = text.find("\nhow-came,"))
    text.replace(at, 10, "\nhow-went,");
  lists.write("codes.csv", text);
  EXPECT_EQ(only(lists, "missing-list").file, "codes.csv");
  BrokenPack clocks;
  clocks.replace("pathway.toml", "id = \"decide-age-class\"", "id = \"decide-later\"");
  EXPECT_EQ(only(clocks, "missing-clock").file, "pathway.toml");
}

TEST(FaultOfAFile, EveryClockThatTheProgramStartsIsMissedByNameAtTheLastOne) {
  for (const auto* id : {"referral-answer", "referral-answer-urgent", "first-contact", "first-contact-urgent",
                         "question-answer", "record-basis", "letter-answer", "handover-answer", "place-statement"}) {
    BrokenPack pack;
    pack.replace("pathway.toml", std::string{"id = \""} + id + "\"\n", "id = \"something-else\"\n");
    const auto fault = only(pack, "missing-clock");
    EXPECT_EQ(fault.file, "pathway.toml");
    EXPECT_GT(fault.line, 1);
    EXPECT_NE(fault.message.find(id), std::string::npos) << fault.message;
  }
}

TEST(FaultOfAFile, AYearWithoutHolidaysIsMissed) {
  BrokenPack pack;
  pack.replace("pack.toml", "2028-12-31", "2030-12-31");
  EXPECT_EQ(only(pack, "missing-holiday-year").file, "calendars/calendar.csv");
}

TEST(FaultOfAFile, AnUnknownTimeZoneIsRefused) {
  BrokenPack pack;
  pack.replace("pack.toml", "Europe/Minsk", "Europe/Atlantis");
  EXPECT_EQ(only(pack, "unknown-time-zone").file, "pack.toml");
}

TEST(FaultOfAFile, AConsentTextTellsAllSevenPointsInOrder) {
  BrokenPack pack;
  pack.replace("consent/en.toml", "told-storage-length", "told-nothing");
  const auto fault = only(pack, "missing-consent-point");
  EXPECT_EQ(fault.file, "consent/en.toml");
  EXPECT_EQ(fault.line, 1);
}

}  // namespace
}  // namespace nrm::pathway
