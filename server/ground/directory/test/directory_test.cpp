#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nrm/access/testing.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/directory/found_teams.hpp"
#include "nrm/directory/offer.hpp"
#include "nrm/storage/testing.hpp"

namespace nrm::directory {
namespace {

using access::testing::must;

const pathway::Pack& by() {
  static const pathway::Pack pack = std::move(pathway::load_pack(std::string{NRM_SOURCE_DIR} + "/packs/by").value());
  return pack;
}

class DirectoryTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::Instance instance{{.kind = GetParam(), .pack = by()}};

  template <class T>
  Result<T> act(const std::function<Result<T>(log::Act&)>& work) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    return instance.journal().act<T>(header, work);
  }
  void found() {
    must(act<void>([](log::Act& act) -> Result<void> {
      found_from_pack(act, by());
      return {};
    }));
  }
  template <class F>
  auto read(F work) {
    return instance.database->reading(work);
  }
  std::size_t found_teams_too() {
    const auto offers = pathway::load_team_offers(std::string{NRM_SOURCE_DIR} + "/packs/by", by());
    if (!offers) throw std::logic_error{"the pack's teams have faults"};
    return must(act<std::size_t>([&](log::Act& act) { return found_teams(act, by(), *offers); }));
  }
  Organisation body(std::string_view code) {
    return read([&](storage::Reader& reader) { return find_organisation_by_code(reader, code); }).value();
  }
  Result<TeamId> new_team(const OrganisationId& organisation, std::set<std::string> kinds,
                          std::set<std::string> services = {}) {
    return act<TeamId>([&](log::Act& act) {
      return add_team(act, by(), {organisation, "Night desk", kinds, services, "BY-VI"});
    });
  }
  void confirm(const OrganisationId& id) {
    must(act<void>([&](log::Act& act) { return confirm_organisation(act, id); }));
  }
};
NRM_ON_EACH_DATABASE(DirectoryTest);

TEST_P(DirectoryTest, FoundingTakesTheSuggestedTeamsWithWhatTheyOffer) {
  found();
  EXPECT_EQ(found_teams_too(), by().teams.size());
  EXPECT_EQ(found_teams_too(), 0U) << "again, and nothing doubles";
  const auto children = read([&](storage::Reader& reader) {
    const auto teams = list_teams_of(reader, body("by-spc-01").id);
    return offers_of(reader, teams.at(0));
  });
  ASSERT_EQ(children.size(), 2U);
  for (const auto& offer : children) {
    EXPECT_EQ(offer.version, 1);
    EXPECT_EQ(offer.age_classes, std::set<std::string>{"child"});
    EXPECT_EQ(offer.with_children, "yes");
    EXPECT_EQ(offer.languages, (std::set<std::string>{"be", "ru"}));
    EXPECT_TRUE(offer.sexes.empty());
  }
  // Of whom nothing is said nothing is written.
  const auto unsaid = read([&](storage::Reader& reader) {
    const auto teams = list_teams_of(reader, body("by-brc").id);
    return offers_of(reader, teams.at(0));
  });
  for (const auto& offer : unsaid) EXPECT_EQ(offer.version, 0);
  EXPECT_TRUE(std::ranges::equal(pathway::kOpeningHours, kOpeningHours));
}

TEST_P(DirectoryTest, FoundingTakesTheBodiesAndNumbersOfThePackUnconfirmed) {
  found();
  found();  // again, and nothing doubles
  const auto bodies = read(list_organisations);
  EXPECT_EQ(bodies.size(), by().organisations.size());
  for (const auto& one : bodies) EXPECT_FALSE(one.confirmed_at) << one.code;
  const auto numbers = read(list_numbers);
  EXPECT_EQ(numbers.size(), by().hotlines.size());
  for (const auto& number : numbers) EXPECT_FALSE(number.confirmed_at) << number.number;
}

TEST_P(DirectoryTest, ABodyKeepsWhatThePackSaysOfIt) {
  found();
  const auto border = body("by-gpk");
  EXPECT_EQ(pathway::label_in(border.names, "be"), "Дзяржаўны пагранічны камітэт Рэспублікі Беларусь");
  EXPECT_EQ(border.kind, "border-service");
  EXPECT_EQ(border.last_confirmed, parse_iso_date("2018-02-15"));
  EXPECT_THAT(border.takes_part_in, ::testing::ElementsAre("case-work", "council"));
  EXPECT_FALSE(border.from);
}

TEST_P(DirectoryTest, ConfirmingKeepsTheFirstTime) {
  found();
  const auto id = body("by-gpk").id;
  confirm(id);
  const auto first = body("by-gpk").confirmed_at;
  instance.clock.advance(std::chrono::hours{1});
  confirm(id);
  EXPECT_TRUE(first);
  EXPECT_EQ(body("by-gpk").confirmed_at, first);
}

TEST_P(DirectoryTest, ANumberIsConfirmedOneByOne) {
  found();
  const auto id = read(list_numbers).front().id;
  must(act<void>([&](log::Act& act) { return confirm_number(act, id); }));
  const auto numbers = read(list_numbers);
  EXPECT_EQ(
      std::count_if(numbers.begin(), numbers.end(), [](const auto& number) { return number.confirmed_at.has_value(); }),
      1);
  const auto nobody = act<void>([&](log::Act& act) { return confirm_number(act, NumberId::random(act.random())); });
  EXPECT_EQ(nobody.error().type, nrm::problems::kNotFound);
}

TEST_P(DirectoryTest, RefusesATeamThatProtectsAndControls) {
  found();
  const auto refused = new_team(body("by-dgim").id, {"protection", "immigration-control"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, problems::kProtectionAndControl);
  EXPECT_TRUE(read(list_teams).empty());
}

TEST_P(DirectoryTest, RefusesWhatThePackDoesNotKnow) {
  found();
  const auto id = body("by-brc").id;
  EXPECT_EQ(new_team(id, {"customs"}).error().fields.front().pointer, "/kind");
  EXPECT_EQ(new_team(id, {}).error().fields.front().code, "required");
  EXPECT_EQ(new_team(id, {"protection"}, {"teleportation"}).error().fields.front().pointer, "/services");
  const auto odd = act<OrganisationId>([](log::Act& act) {
    NewOrganisation wanted;
    wanted.code = "Not A Code";
    wanted.kind = "circus";
    return add_organisation(act, by(), wanted);
  });
  std::set<std::string> pointers;
  for (const auto& field : odd.error().fields) pointers.insert(field.pointer);
  EXPECT_THAT(pointers, ::testing::ElementsAre("/code", "/kind", "/name"));
}

TEST_P(DirectoryTest, ACodeIsTakenOnce) {
  found();
  const auto again = act<OrganisationId>([](log::Act& act) {
    NewOrganisation wanted;
    wanted.code = "by-gpk";
    wanted.name = "Another";
    wanted.kind = "ngo";
    return add_organisation(act, by(), wanted);
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().type, problems::kCodeTaken);
}

TEST_P(DirectoryTest, FindsWhoCanTakeANeedThoseWithKeysFirst) {
  found();
  const auto room = body("by-tcson-01").id, cross = body("by-brc").id, unconfirmed = body("by-iom").id;
  confirm(room);
  confirm(cross);
  const auto with_keys = must(new_team(room, {"protection"}, {"shelter"}));
  must(new_team(cross, {"protection"}, {"shelter", "legal-aid"}));
  const auto not_live = must(new_team(unconfirmed, {"protection"}, {"shelter"}));
  const CanReceive hook = [&](storage::Reader&, const TeamId& team) { return team == with_keys || team == not_live; };
  const auto found_teams = read([&](storage::Reader& reader) { return teams_for_need(reader, "shelter", hook); });
  ASSERT_EQ(found_teams.size(), 3U);
  EXPECT_EQ(found_teams[0].team.id, with_keys);
  EXPECT_TRUE(found_teams[0].can_receive);
  EXPECT_FALSE(found_teams[1].can_receive);
  EXPECT_FALSE(found_teams[2].can_receive);
  EXPECT_EQ(read([&](storage::Reader& reader) { return teams_for_need(reader, "legal-aid", hook); }).size(), 1U);
}

TEST_P(DirectoryTest, ATeamIsFoundWithItsOrganisationKindsAndServices) {
  found();
  const auto id = must(new_team(body("by-brc").id, {"protection", "coordination"}, {"shelter"}));
  const auto team = read([&](storage::Reader& reader) { return find_team(reader, id); }).value();
  EXPECT_EQ(team.organisation_name, "Belarusian Red Cross Society");
  EXPECT_EQ(team.organisation_kind, "ngo");
  EXPECT_THAT(team.kinds, ::testing::ElementsAre("coordination", "protection"));
  EXPECT_THAT(team.services, ::testing::ElementsAre("shelter"));
  EXPECT_FALSE(team.confirmed);
}

TEST_P(DirectoryTest, ClosingAnOrganisationClosesItsTeamsAndTakesNoNewOnes) {
  found();
  const auto id = body("by-brc").id;
  const auto team = must(new_team(id, {"protection"}, {"shelter"}));
  must(act<void>([&](log::Act& act) { return close_organisation(act, id); }));
  EXPECT_TRUE(read(list_teams).empty());
  EXPECT_TRUE(read([&](storage::Reader& reader) { return find_team(reader, team); })->closed_at);
  EXPECT_EQ(new_team(id, {"protection"}).error().type, problems::kClosed);
}

}  // namespace
}  // namespace nrm::directory
