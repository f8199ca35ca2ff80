#include <gtest/gtest.h>

#include "nrm/kernel/calendar.hpp"
#include "nrm/kernel/id.hpp"
#include "nrm/kernel/reference.hpp"
#include "nrm/kernel/secret.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm {
namespace {

using namespace std::chrono_literals;

Date date(const char* text) {
  return *parse_iso_date(text);
}
UtcTime utc(const char* text) {
  return *parse_rfc3339(text);
}

TEST(Time, Rfc3339GoesThereAndBack) {
  for (const auto* text : {"2018-02-15T09:30:00Z", "2024-02-29T23:59:59.123456Z", "1969-12-31T23:00:00Z"})
    EXPECT_EQ(to_rfc3339(utc(text)), text);
  for (const auto* text :
       {"2018-02-30T00:00:00Z", "2018-02-15 09:30:00Z", "2018-02-15T24:00:00Z", "2018-02-15T09:30:00", ""})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

TEST(Id, OneIdentifierHasOneSpelling) {
  SeededRandom random{1};
  const auto id = CaseId::random(random);
  EXPECT_EQ(CaseId::parse(id.text()), id);
  EXPECT_FALSE(CaseId::parse("0190A0A0-0000-7000-8000-000000000000"));
}

TEST(Id, NoOtherLetterStandsInAnIdentifier) {
  const std::string good = "0190cafe-0000-7000-8000-00000000000a";
  ASSERT_TRUE(parse_uuid(good));
  EXPECT_EQ(to_text(*parse_uuid(good)), good);
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char wrong : {'A', 'g', ' ', '/', ':', '@', '`', '\0', good[at] == '-' ? '0' : '-'}) {
      auto text = good;
      text[at] = wrong;
      EXPECT_FALSE(parse_uuid(text)) << text;
    }
  }
  EXPECT_FALSE(parse_uuid(good.substr(1)));
  EXPECT_FALSE(parse_uuid(good + "0"));
}

TEST(Id, V7SortsByTime) {
  SeededRandom random{1};
  ManualClock clock{utc("2026-01-01T00:00:00Z")};
  const auto early = CaseId::v7(clock, random);
  clock.advance(1ms);
  EXPECT_LT(early.text(), CaseId::v7(clock, random).text());
}

TEST(Reference, EveryWrongSymbolIsFound) {
  SeededRandom random{7};
  for (int round = 0; round < 200; ++round) {
    const auto reference = make_reference("BY", random);
    ASSERT_EQ(parse_reference(reference), reference);
    for (const std::size_t at : {3U, 4U, 5U, 6U, 8U, 9U, 10U, 11U}) {
      auto wrong = reference;
      wrong[at] = wrong[at] == 'X' ? 'Y' : 'X';
      EXPECT_FALSE(parse_reference(wrong)) << wrong;
    }
  }
}

TEST(Reference, IsReadAsPeopleTypeIt) {
  SeededRandom random{3};
  auto reference = make_reference("BY", random);
  std::string typed = reference;
  for (auto& letter : typed) letter = static_cast<char>(std::tolower(letter));
  EXPECT_EQ(parse_reference(typed), reference);
}

TEST(Text, LimitsAndFaults) {
  EXPECT_FALSE(find_text_fault("Мария", 5, true));
  EXPECT_EQ(find_text_fault("Мария", 4, true), TextFault::too_long);
  EXPECT_EQ(find_text_fault("\xc3\x28", 10, false), TextFault::not_utf8);
  EXPECT_EQ(find_text_fault("\xe2\x80\x8a ", 10, true), TextFault::blank);
  EXPECT_EQ(find_text_fault(std::string_view{"a\0b", 3}, 10, false), TextFault::has_nul);
}

TEST(Text, SpellingsOfOneNameMeet) {
  EXPECT_EQ(fold_for_search("МАРИЯ"), fold_for_search("Мария"));
  EXPECT_EQ(fold_for_search("  José-Luis "), "jose luis");
  EXPECT_EQ(fold_for_search("O'Brien"), "obrien");
}

TEST(Secret, ComparesWhole) {
  const auto a = Key32::copy_of(Bytes(32, 1)), b = Key32::copy_of(Bytes(32, 1)), c = Key32::copy_of(Bytes(32, 2));
  EXPECT_TRUE(*a == *b);
  EXPECT_FALSE(*a == *c);
  EXPECT_FALSE(Key32::copy_of(Bytes(31, 1)));
}

// Belarus, May 2024: 1 May holiday, 9 May Victory Day, 13 May off and made up for on Saturday 18 May, 14 May Radunitsa.
Calendar may_2024() {
  return {"Europe/Minsk",
          {date("2024-05-01"), date("2024-05-09"), date("2024-05-13"), date("2024-05-14")},
          {date("2024-05-18")},
          date("2024-12-31")};
}

TEST(Calendar, WorkingDaysAcrossTheMayHolidays) {
  const auto calendar = may_2024();
  // Sent on Wednesday 8 May at 16:00 Minsk; three working days: 10, 15, 16 May; the day ends at 24:00 Minsk (21:00
  // UTC).
  EXPECT_EQ(calendar.deadline(utc("2024-05-08T13:00:00Z"), {3, TimeUnit::working_days}), utc("2024-05-16T21:00:00Z"));
  EXPECT_TRUE(calendar.is_working(date("2024-05-18")));
  EXPECT_EQ(calendar.working_days_between(date("2024-05-08"), date("2024-05-18")), 5);
}

TEST(Calendar, TheFirstDayIsTheLocalOne) {
  const auto calendar = may_2024();
  // 22:30 UTC on 7 May is already 8 May in Minsk.
  EXPECT_EQ(calendar.deadline(utc("2024-05-07T22:30:00Z"), {1, TimeUnit::calendar_days}), utc("2024-05-09T21:00:00Z"));
}

TEST(Calendar, HoursAreElapsed) {
  const Calendar london{"Europe/London", {}, {}, date("2026-12-31")};
  EXPECT_EQ(london.deadline(utc("2026-03-28T12:00:00Z"), {24, TimeUnit::hours}), utc("2026-03-29T12:00:00Z"));
  // The night of the change to summer time: the day ends an hour earlier in UTC.
  EXPECT_EQ(london.end_of(date("2026-03-28")), utc("2026-03-29T00:00:00Z"));
  EXPECT_EQ(london.end_of(date("2026-03-29")), utc("2026-03-29T23:00:00Z"));
}

TEST(Calendar, AnUnknownZoneIsRefused) {
  EXPECT_THROW(Calendar("Europe/Nowhere", {}, {}, date("2026-12-31")), std::invalid_argument);
}

}  // namespace
}  // namespace nrm
