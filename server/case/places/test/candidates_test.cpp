#include "nrm/places/candidates.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "nrm/places/open_work.hpp"
#include "office.hpp"

namespace nrm::places::testing {
namespace {

using ::testing::ElementsAre;

TeamId team_id(std::uint8_t last) {
  Uuid uuid{};
  uuid[0] = 1;
  uuid[15] = last;
  return TeamId{uuid};
}

Candidate candidate(std::uint8_t number, std::string name = "Team") {
  return {{{OrganisationId{Uuid{1}}, std::move(name), {"protection"}, {"shelter"}, "BY-MI"},
           team_id(number),
           "Body",
           "ngo",
           true,
           std::nullopt},
          true};
}

std::vector<std::string> names(const std::vector<Candidate>& all) {
  std::vector<std::string> out;
  for (const auto& one : all)
    out.push_back(one.team.name + (one.decided_by.empty() ? "" : " by ") + std::string{one.decided_by});
  return out;
}

TEST(Order, each_place_in_it_has_its_reason) {
  std::vector<Candidate> all;
  const auto add = [&](const char* name, auto&& change) {
    all.push_back(candidate(static_cast<std::uint8_t>(all.size() + 1), name));
    change(all.back());
  };
  add("full", [](Candidate& c) { c.room = Room::full; });
  add("no keys", [](Candidate& c) {
    c.can_receive = false;
    c.room = Room::free;
  });
  add("far", [](Candidate& c) {
    c.room = Room::free;
    c.distance = Distance::elsewhere;
  });
  add("men only", [](Candidate& c) {
    c.room = Room::free;
    c.conditions = {{"sex", Verdict::not_met}};
  });
  add("never said", [](Candidate& c) {
    c.room = Room::free;
    c.conditions = {{"sex", Verdict::unknown}};
  });
  add("near and slow", [](Candidate& c) {
    c.room = Room::free;
    c.record = {10, 2, 30};
  });
  add("near and quick", [](Candidate& c) {
    c.room = Room::free;
    c.record = {10, 9, 3};
  });
  add("near, also quick", [](Candidate& c) {
    c.room = Room::free;
    c.record = {10, 9, 3};
  });
  put_in_order(all);
  EXPECT_THAT(names(all),
              ElementsAre("near and quick", "near, also quick by name", "near and slow by answers", "far by distance",
                          "full by room", "never said by unknown", "men only by not-met", "no keys by can-receive"));
}

TEST(Order, who_was_asked_once_is_not_better_than_who_was_asked_often) {
  std::vector<Candidate> all{candidate(1, "once"), candidate(2, "often"), candidate(3, "never"), candidate(4, "late")};
  all[0].record = {1, 1, 1};
  all[1].record = {50, 49, 20};
  all[3].record = {1, 0, std::nullopt};
  put_in_order(all);
  EXPECT_THAT(names(all), ElementsAre("often", "once by answers", "never by answers", "late by answers"));
}

RC_GTEST_PROP(Order, is_the_same_whatever_order_they_come_in, ()) {
  const auto count = *rc::gen::inRange(2, 12);
  std::vector<Candidate> all;
  for (int at = 0; at < count; ++at) {
    auto one = candidate(static_cast<std::uint8_t>(at), *rc::gen::element<std::string>("A", "B"));
    one.can_receive = *rc::gen::arbitrary<bool>();
    one.room = static_cast<Room>(*rc::gen::inRange(0, 3));
    one.distance = static_cast<Distance>(*rc::gen::inRange(0, 6));
    one.record.asked = *rc::gen::inRange(0, 5);
    one.record.in_time = *rc::gen::inRange(0, static_cast<int>(one.record.asked) + 1);
    if (*rc::gen::arbitrary<bool>()) one.record.median_hours = *rc::gen::inRange(0, 3);
    for (int left = *rc::gen::inRange(0, 3); left > 0; --left)
      one.conditions.push_back({"sex", static_cast<Verdict>(*rc::gen::inRange(0, 3))});
    all.push_back(std::move(one));
  }
  auto other = all;
  for (std::size_t at = other.size(); at > 1; --at)
    std::swap(other[at - 1], other[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(at)))]);
  put_in_order(all);
  put_in_order(other);
  for (std::size_t at = 0; at < all.size(); ++at) {
    RC_ASSERT(all[at].team.id == other[at].team.id);
    RC_ASSERT(all[at].decided_by == other[at].decided_by);
    RC_ASSERT(at == 0 || !all[at].decided_by.empty());
  }
  // Better in one thing, all else alike: never further down.
  const auto which = static_cast<std::size_t>(*rc::gen::inRange(0, count));
  const auto id = all[which].team.id;
  all[which].room = Room::free;
  all[which].distance = Distance::not_asked;
  all[which].record.in_time = all[which].record.asked;
  put_in_order(all);
  const auto now = std::ranges::find(all, id, [](const Candidate& c) { return c.team.id; });
  RC_ASSERT(static_cast<std::size_t>(now - all.begin()) <= which);
}

class ConditionsTest : public ::testing::Test {
 protected:
  pathway::Pack pack = belarus();
  std::string verdicts(const Ask& ask, const directory::Offer& offer) {
    std::string out;
    for (const auto& one : conditions_of(ask, offer, pack))
      out += fmt::format("{}{}={}", out.empty() ? "" : " ", one.what, name_of(one.verdict));
    return out;
  }
  static directory::Offer for_women() {
    directory::Offer offer;
    offer.service = "shelter";
    offer.sexes = {"female"};
    offer.age_classes = {"adult", "child"};
    offer.with_children = "yes";
    offer.disability_access = "no";
    offer.languages = {"ru", "uk"};
    offer.regions = {"BY-BR", "BY-MI-01"};
    return offer;
  }
};

TEST_F(ConditionsTest, what_is_not_asked_decides_nothing_and_what_nobody_said_is_unknown) {
  EXPECT_EQ(verdicts({.need = "shelter"}, for_women()), "");
  const Ask everything{"shelter", "uk", "female", "adult", "BY-BR-03", true, true, true};
  EXPECT_EQ(verdicts(everything, for_women()),
            "sex=met age-class=met with-children=met without-documents=unknown disability-access=not-met language=met "
            "region=met");
  EXPECT_EQ(verdicts(everything, {}),
            "sex=unknown age-class=unknown with-children=unknown without-documents=unknown disability-access=unknown "
            "language=unknown region=unknown");
}

TEST_F(ConditionsTest, a_person_is_never_counted_out_by_what_is_not_known_of_her) {
  EXPECT_EQ(verdicts({.need = "shelter", .sex = "male"}, for_women()), "sex=not-met");
  EXPECT_EQ(verdicts({.need = "shelter", .sex = "not-known"}, for_women()), "sex=unknown");
  EXPECT_EQ(verdicts({.need = "shelter", .age_class = "may-be-a-child"}, for_women()), "age-class=met");
  auto adults = for_women();
  adults.age_classes = {"adult"};
  EXPECT_EQ(verdicts({.need = "shelter", .age_class = "may-be-a-child"}, adults), "age-class=not-met");
}

TEST_F(ConditionsTest, a_region_is_served_with_its_districts_and_a_district_alone) {
  EXPECT_EQ(verdicts({.need = "shelter", .region = "BY-BR-03"}, for_women()), "region=met");
  EXPECT_EQ(verdicts({.need = "shelter", .region = "BY-MI-01"}, for_women()), "region=met");
  EXPECT_EQ(verdicts({.need = "shelter", .region = "BY-MI-02"}, for_women()), "region=not-met");
}

TEST_F(ConditionsTest, distance_goes_by_the_packs_regions) {
  EXPECT_EQ(distance_between("", "BY-BR", pack), Distance::not_asked);
  EXPECT_EQ(distance_between("BY-BR-03", "BY-BR-03", pack), Distance::same_district);
  EXPECT_EQ(distance_between("BY-BR-03", "BY-BR-04", pack), Distance::same_region);
  EXPECT_EQ(distance_between("BY-BR-03", "BY-BR", pack), Distance::same_region);
  EXPECT_EQ(distance_between("BY-BR", "BY-BR", pack), Distance::same_region);
  EXPECT_EQ(distance_between("BY-BR-03", "BY-MI", pack), Distance::elsewhere);
  EXPECT_EQ(distance_between("BY-BR-03", "BY", pack), Distance::national);
  EXPECT_EQ(distance_between("BY-BR-03", "near the lake", pack), Distance::unknown);
}

// With the clock that says when a statement is old, whatever the pack says of it.
class CandidatesTest : public Office {
 protected:
  pathway::Pack pack = [] {
    auto out = belarus();
    std::erase_if(out.pathway.clocks, [](const auto& rule) { return rule.id == kStatementClock; });
    pathway::ClockRule rule;
    rule.id = kStatementClock;
    rule.starts_at = "place.stated";
    rule.due = {24, pathway::PeriodUnit::hours};
    out.pathway.clocks.push_back(rule);
    return out;
  }();

  std::vector<Candidate> who(const Ask& ask) {
    const Sources sources{pack, [](storage::Reader&, const TeamId&) { return true; },
                          [&](storage::Reader&, const TeamId& team) {
                            return team == lake.team ? AnswerRecord{4, 3, 5} : AnswerRecord{};
                          },
                          [&](storage::Reader&, const TeamId& team) {
                            return team == hill.team ? std::optional<std::string>{"+375 00 000"} : std::nullopt;
                          }};
    return instance.database->reading([&](storage::Reader& reader) {
      return candidates_for(reader, sources, ask, TeamId::from_row("00000000-0000-4000-8000-000000000000"),
                            instance.clock.now());
    });
  }
};
NRM_ON_EACH_DATABASE(CandidatesTest);

TEST_P(CandidatesTest, the_house_with_a_free_place_comes_first_until_its_word_is_old) {
  ASSERT_EQ(say(hill.team, {"shelter", 1}), "stated");
  ASSERT_EQ(say(lake.team, {"shelter", 0}), "stated");
  auto order = who({.need = "shelter"});
  ASSERT_EQ(order.size(), 2U);
  EXPECT_EQ(order[0].team.id, hill.team);
  EXPECT_EQ(order[0].duty_phone, "+375 00 000");
  EXPECT_EQ(order[1].room, Room::full);
  EXPECT_EQ(order[1].record.in_time, 3);
  ASSERT_EQ(reach(hill.team, referral()), "held");
  EXPECT_EQ(who({.need = "shelter"})[0].team.id, lake.team) << "both full: the one that answers";
  instance.clock.advance(std::chrono::hours{24});
  order = who({.need = "shelter"});
  EXPECT_EQ(order[0].room, Room::unknown);
  EXPECT_EQ(order[1].room, Room::unknown);
  EXPECT_TRUE(who({.need = "legal-aid"}).empty());
}

TEST_P(CandidatesTest, of_a_confidential_place_no_more_than_the_region_is_told) {
  directory::Offer offer;
  offer.service = "shelter";
  offer.regions = {"BY-BR-03"};
  const auto describe = [&](bool confidential, std::int64_t version) {
    offer.confidential = confidential;
    must(act<void>([&](log::Act& act) { return directory::describe_offer(act, pack, lake.team, offer, version); }));
    const auto all = who({.need = "shelter", .region = "BY-BR-03"});
    return std::ranges::find(all, lake.team, [](const Candidate& one) { return one.team.id; })->distance;
  };
  EXPECT_EQ(describe(false, 0), Distance::same_district);
  EXPECT_EQ(describe(true, 1), Distance::same_region);
}

TEST_P(CandidatesTest, an_old_statement_waits_for_the_team_that_made_it) {
  const auto asks = [&](access::Roles roles) {
    access::Session session{access::SessionId{Uuid{}},
                            MemberId{Uuid{}},
                            lake.team,
                            lake.organisation,
                            std::move(roles),
                            {},
                            {},
                            {},
                            {},
                            {}};
    return must(act<std::vector<work::Item>>(
        [&](log::Act& act) -> Result<std::vector<work::Item>> { return open_work(pack)(act, session, {lake.team}); }));
  };
  ASSERT_EQ(say(lake.team, {"shelter", 2}), "stated");
  const auto due = instance.clock.now() + std::chrono::hours{24};
  instance.clock.advance(std::chrono::hours{24} - std::chrono::seconds{1});
  EXPECT_TRUE(asks({access::Role::service_provider}).empty());
  instance.clock.advance(std::chrono::seconds{1});
  const auto items = asks({access::Role::service_provider});
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].kind, "state-places");
  EXPECT_EQ(items[0].need, "shelter");
  EXPECT_EQ(items[0].due_at, due);
  EXPECT_TRUE(asks({access::Role::first_responder}).empty()) << "who may not state is not asked to";
  ASSERT_EQ(say(lake.team, {"shelter", 2}), "stated");
  EXPECT_TRUE(asks({access::Role::service_provider}).empty());
}

}  // namespace
}  // namespace nrm::places::testing
