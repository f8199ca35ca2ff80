#include "nrm/reconciliation/compare.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

namespace nrm::reconciliation {
namespace {

using ::testing::ElementsAre;

const Month kMarch = *parse_month("2017-03");

Date march(int day) {
  return kMarch / day;
}
Entry known(std::string id, std::string reference, int day, std::string need = "shelter") {
  return {std::move(id), Entry::Way::referral, std::move(reference), std::move(need), march(day), kMarch, 1, ""};
}
Declaration list(std::vector<DeclaredLine> lines) {
  return {Declaration::Kind::list, {}, std::move(lines)};
}

std::vector<std::string> told(const std::vector<Line>& lines) {
  std::vector<std::string> out;
  for (const auto& line : lines) {
    auto text = std::string{name_of(line.kind)} + " " + line.reference + " " + line.entry;
    for (const auto& candidate : line.candidates) text += "?" + candidate;
    out.push_back(std::move(text));
  }
  return out;
}

TEST(Compare, EqualReferencesAreMatchedAndTheRestIsMissing) {
  const auto lines = compare({known("a", "BY-1", 5), known("b", "BY-2", 6)}, Side::receiver,
                             list({{"BY-1", march(7), "legal-aid"}, {"12/3", march(9), "shelter"}}), {});
  EXPECT_THAT(told(lines), ElementsAre("matched BY-1 a", "missing-here 12/3 ", "missing-there BY-2 b"));
}

TEST(Compare, TheSameDayAndNeedIsNeverMergedByItself) {
  const auto lines = compare({known("a", "BY-1", 5)}, Side::receiver, list({{"", march(5), "shelter"}}), {});
  EXPECT_THAT(told(lines), ElementsAre("in-doubt  ?a"));
  const auto two = compare({known("a", "BY-1", 5), known("b", "BY-2", 5)}, Side::receiver,
                           list({{"12/3", march(5), "shelter"}}), {});
  EXPECT_THAT(told(two), ElementsAre("in-doubt 12/3 ?a?b"));
}

TEST(Compare, WhatPeopleSettledIsThatEntry) {
  const std::vector<Entry> ledger{known("a", "BY-1", 5), known("b", "BY-2", 5)};
  const auto declaration = list({{"12/3", march(5), "shelter"}});
  const auto key = compare(ledger, Side::receiver, declaration, {}).at(0).key;
  EXPECT_THAT(told(compare(ledger, Side::receiver, declaration, {{key, "b"}})),
              ElementsAre("matched 12/3 b", "missing-there BY-1 a"));
  EXPECT_THAT(told(compare(ledger, Side::receiver, declaration, {{key, ""}})),
              ElementsAre("missing-here 12/3 ", "missing-there BY-1 a", "missing-there BY-2 b"));
}

TEST(Compare, AReferenceGivenTwiceIsMatchedOnce) {
  const auto lines = compare({known("a", "BY-1", 5)}, Side::sender,
                             list({{"BY-1", march(5), "shelter"}, {"BY-1", march(5), "shelter"}}), {});
  EXPECT_THAT(told(lines), ElementsAre("matched BY-1 a", "missing-here BY-1 "));
  EXPECT_TRUE(lines[1].repeated);
  EXPECT_NE(lines[0].key, lines[1].key);
}

TEST(Compare, TotalsAreComparedByMonthAndNeed) {
  std::vector<Entry> ledger{known("a", "BY-1", 5), known("b", "BY-2", 6), known("c", "BY-3", 6, "legal-aid")};
  const Declaration totals{Declaration::Kind::totals, {{kMarch, "shelter", 5}}, {}};
  const auto lines = compare(ledger, Side::receiver, totals, {});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].need, "legal-aid");
  EXPECT_EQ(explains(lines[0]), Side::receiver);
  EXPECT_EQ(lines[1].size(), 3);
  EXPECT_EQ(explains(lines[1]), Side::sender);
  const auto figures = figures_of(lines);
  EXPECT_EQ(figures.declared, 5);
  EXPECT_EQ(figures.matched, 2);
  EXPECT_EQ(figures.missing_here, 3);
  EXPECT_EQ(figures.missing_there, 1);
}

TEST(Compare, WhatWasEnteredForATotalExplainsItAndChangesTheOtherSides) {
  const Declaration totals{Declaration::Kind::totals, {{kMarch, "shelter", 5}}, {}};
  const auto key = compare({}, Side::sender, totals, {}).at(0).key;
  const Entry late{"late:1", Entry::Way::entered, "", "shelter", std::nullopt, kMarch, 5, key};
  EXPECT_EQ(compare({late}, Side::sender, totals, {}).at(0).known, 0);
  EXPECT_EQ(compare({late}, Side::receiver, totals, {}).at(0).known, 5);
}

TEST(Compare, WhatOnlyTheSenderCanEnterTheSenderExplains) {
  Line line;
  line.side = Side::receiver;
  line.kind = Line::Kind::missing_here;
  EXPECT_EQ(explains(line), Side::sender);
  for (const auto kind : {Line::Kind::missing_there, Line::Kind::in_doubt}) {
    line.kind = kind;
    EXPECT_EQ(explains(line), Side::receiver);
  }
}

std::vector<Entry> any_ledger() {
  std::vector<Entry> out;
  const auto size = *rc::gen::inRange(0, 12);
  for (int i = 0; i < size; ++i)
    out.push_back(known("e" + std::to_string(i), "BY-" + std::to_string(i), *rc::gen::inRange(1, 4)));
  return out;
}
Declaration any_list() {
  std::vector<DeclaredLine> lines(static_cast<std::size_t>(*rc::gen::inRange(0, 12)));
  for (auto& line : lines) {
    if (*rc::gen::arbitrary<bool>()) line.reference = "BY-" + std::to_string(*rc::gen::inRange(0, 15));
    line.day = march(*rc::gen::inRange(1, 4));
    line.need = "shelter";
  }
  return list(std::move(lines));
}

TEST(Compare, EveryDeclaredLineIsToldOnceAndNoEntryIsMatchedTwice) {
  EXPECT_TRUE(rc::check([] {
    const auto ledger = any_ledger();
    const auto declaration = any_list();
    const auto lines = compare(ledger, Side::receiver, declaration, {});
    std::set<std::string> keys;
    std::map<std::string, int> entries;
    std::int64_t declared = 0;
    for (const auto& line : lines) {
      RC_ASSERT(keys.insert(line.key).second);
      if (!line.entry.empty()) ++entries[line.entry];
      declared += line.declared;
      if (line.kind == Line::Kind::matched) RC_ASSERT(!line.reference.empty());
    }
    RC_ASSERT(declared == static_cast<std::int64_t>(declaration.lines.size()));
    for (const auto& [entry, times] : entries) RC_ASSERT(times == 1);
    const auto figures = figures_of(lines);
    RC_ASSERT(figures.declared == figures.matched + figures.missing_here + figures.in_doubt);
  }));
}

TEST(Compare, AgainAfterEveryDoubtIsSettledNothingIsInDoubt) {
  EXPECT_TRUE(rc::check([] {
    const auto ledger = any_ledger();
    const auto declaration = any_list();
    Settled settled;
    for (int round = 0; round < 20; ++round) {
      const auto lines = compare(ledger, Side::receiver, declaration, settled);
      bool doubt = false;
      for (const auto& line : lines) {
        if (line.kind != Line::Kind::in_doubt) continue;
        doubt = true;
        settled[line.key] = *rc::gen::arbitrary<bool>() ? line.candidates.front() : "";
        break;
      }
      if (!doubt) return;
    }
    RC_FAIL("doubts do not end");
  }));
}

}  // namespace
}  // namespace nrm::reconciliation
