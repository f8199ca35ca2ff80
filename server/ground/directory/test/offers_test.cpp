#include "nrm/directory/offer.hpp"

#include <gmock/gmock.h>

#include "nrm/access/testing.hpp"

namespace nrm::directory {
namespace {

using access::testing::must;
using ::testing::ElementsAre;

class OffersTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::Instance instance{
      {.kind = GetParam(), .pack = pathway::load_pack(std::string{NRM_SOURCE_DIR} + "/packs/by").value()}};
  access::testing::Body shelter =
      instance.new_body("test-shelter", "Shelter", {"protection"}, {"shelter", "legal-aid"});

  static Offer for_women() {
    Offer offer;
    offer.service = "shelter";
    offer.sexes = {"female"};
    offer.age_classes = {"adult"};
    offer.with_children = kYes;
    offer.without_documents = kYes;
    offer.disability_access = kNo;
    offer.asks_residence = kNo;
    offer.languages = {"ru", "uk", "rom"};
    offer.regions = {"BY-MI", "BY-BR-03"};
    offer.hours = "day-and-night";
    offer.confidential = true;
    return offer;
  }
  template <class T>
  Result<T> act(const std::function<Result<T>(log::Act&)>& work) {
    const log::Header header{
        {log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.describe-offer", {}, {}, {}, {}};
    return instance.journal().act<T>(header, work);
  }
  std::string describe(const Offer& offer, std::int64_t version = 0) {
    const auto done =
        act<void>([&](log::Act& act) { return describe_offer(act, instance.pack, shelter.team, offer, version); });
    if (done) return "described";
    std::string out{done.error().type.slug};
    for (const auto& field : done.error().fields) out += " " + field.pointer;
    return out;
  }
  std::vector<DescribedOffer> offers(const TeamId& team) {
    return instance.database->reading(
        [&](storage::Reader& reader) { return offers_of(reader, find_team(reader, team).value()); });
  }
  bool confidential(const TeamId& team) {
    return instance.database->reading([&](storage::Reader& reader) { return is_confidential(reader, team); });
  }
};
NRM_ON_EACH_DATABASE(OffersTest);

TEST_P(OffersTest, what_a_team_described_comes_back_and_the_rest_is_unknown) {
  ASSERT_EQ(describe(for_women()), "described");
  const auto all = offers(shelter.team);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].service, "legal-aid");
  EXPECT_EQ(all[0].version, 0);
  EXPECT_FALSE(all[0].described_at);
  EXPECT_TRUE(all[0].languages.empty());
  EXPECT_EQ(all[1].service, "shelter");
  EXPECT_EQ(all[1].version, 1);
  EXPECT_THAT(all[1].languages, ElementsAre("rom", "ru", "uk"));
  EXPECT_THAT(all[1].regions, ElementsAre("BY-BR-03", "BY-MI"));
  EXPECT_EQ(all[1].hours, "day-and-night");
  EXPECT_EQ(all[1].disability_access, kNo);
  EXPECT_TRUE(all[1].confidential);
  EXPECT_TRUE(confidential(shelter.team));
}

TEST_P(OffersTest, of_two_who_describe_on_top_of_the_same_version_the_second_is_told) {
  ASSERT_EQ(describe(for_women()), "described");
  EXPECT_EQ(describe(for_women()), "kernel.conflict");
  auto wider = for_women();
  wider.sexes = {"female", "male"};
  wider.confidential = false;
  EXPECT_EQ(describe(wider, 1), "described");
  EXPECT_EQ(describe(for_women(), 1), "kernel.conflict");
  EXPECT_EQ(offers(shelter.team)[1].version, 2);
  EXPECT_FALSE(confidential(shelter.team));
}

TEST_P(OffersTest, every_code_is_held_to_its_list) {
  const auto fault = [&](auto&& change) {
    auto offer = for_women();
    change(offer);
    return describe(offer);
  };
  EXPECT_EQ(fault([](Offer& o) { o.service = "medical-help"; }), "kernel.invalid /service");
  EXPECT_EQ(fault([](Offer& o) { o.sexes = {"women"}; }), "kernel.invalid /sexes");
  EXPECT_EQ(fault([](Offer& o) { o.age_classes = {"old"}; }), "kernel.invalid /age_classes");
  EXPECT_EQ(fault([](Offer& o) { o.with_children = "perhaps"; }), "kernel.invalid /with_children");
  EXPECT_EQ(fault([](Offer& o) { o.languages = {"xx"}; }), "kernel.invalid /languages");
  EXPECT_EQ(fault([](Offer& o) { o.languages = {"Russian"}; }), "kernel.invalid /languages");
  EXPECT_EQ(fault([](Offer& o) { o.regions = {"somewhere"}; }), "kernel.invalid /regions");
  EXPECT_EQ(fault([](Offer& o) { o.hours = "always"; }), "kernel.invalid /hours");
  EXPECT_TRUE(instance.database.query("SELECT service FROM team_offer").empty());
}

TEST_P(OffersTest, a_confidential_place_stays_so_when_another_team_takes_it_in) {
  const auto other = instance.new_body("test-other", "Other", {"protection"}, {"shelter"});
  auto open = for_women();
  open.confidential = false;
  must(act<void>([&](log::Act& act) { return describe_offer(act, instance.pack, other.team, open, 0); }));
  ASSERT_EQ(describe(for_women()), "described");
  must(act<void>([&](log::Act& act) -> Result<void> {
    move_offers(act, shelter.team, other.team);
    return {};
  }));
  EXPECT_TRUE(confidential(other.team));
}

// The directory knows no address, so that none can leave it.
TEST_P(OffersTest, no_column_of_the_directory_can_hold_an_address) {
  ASSERT_EQ(describe(for_women()), "described");
  for (const auto* table : {"organisation", "team", "team_offer"}) {
    const auto rows = instance.database.query(std::string{"SELECT * FROM "} + table);
    ASSERT_FALSE(rows.empty()) << table;
    for (const auto& column : rows[0].columns())
      for (const auto* word : {"address", "street", "latitude", "longitude", "postal", "phone"})
        EXPECT_EQ(column.find(word), std::string::npos) << table << "." << column;
  }
}

}  // namespace
}  // namespace nrm::directory
