// A shelter that states places, and acts on them.
#pragma once

#include "nrm/access/testing.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/places/places.hpp"

namespace nrm::places::testing {

using access::testing::must;

inline pathway::Pack belarus() {
  return pathway::load_pack(std::string{NRM_SOURCE_DIR} + "/packs/by").value();
}

inline log::Header system_header() {
  return {{log::Actor::Kind::system, {}, {}, {}, "test"}, "places.state", {}, {}, {}, {}};
}

class Office : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::Instance instance{
      {.kind = GetParam(), .schemas = {casefile::schema(), schema()}, .pack = belarus()}};
  access::testing::Body lake = instance.new_body("test-lake", "Lake shelter", {"protection"}, {"shelter"});
  access::testing::Body hill = instance.new_body("test-hill", "Hill shelter", {"protection"}, {"shelter"});

  void SetUp() override { register_reactions(instance.journal()); }

  template <class T>
  Result<T> act(const std::function<Result<T>(log::Act&)>& work) {
    return instance.journal().act<T>(system_header(), work);
  }
  std::string say(const TeamId& team, const Statement& statement) {
    const auto done = act<void>([&](log::Act& act) { return state(act, team, statement); });
    if (done) return "stated";
    std::string out{done.error().type.slug};
    for (const auto& field : done.error().fields) out += " " + field.pointer;
    return out;
  }
  std::string reach(const TeamId& team, const ReferralId& referral, std::string_view service = "shelter") {
    const auto done = act<void>([&](log::Act& act) { return hold(act, team, service, referral); });
    return done ? "held" : std::string{done.error().type.slug};
  }
  void accept(const ReferralId& referral) {
    must(act<void>([&](log::Act& act) -> Result<void> {
      confirm(act, referral);
      return {};
    }));
  }
  void end(const ReferralId& referral) {
    must(act<void>([&](log::Act& act) -> Result<void> {
      release(act, referral);
      return {};
    }));
  }
  void take_over(const ReferralId& referral) {
    must(act<void>([&](log::Act& act) -> Result<void> {
      leave_taken(act, referral);
      return {};
    }));
  }
  Stock stock(const TeamId& team) {
    const auto all = instance.database->reading([&](storage::Reader& reader) { return stock_of(reader, team); });
    return all.at(0);
  }
  // "free/held/confirmed"
  std::string figures(const TeamId& team) {
    const auto now = stock(team);
    return fmt::format("{}/{}/{}", now.free, now.held, now.confirmed);
  }
  ReferralId referral() { return ReferralId::random(instance.random); }
};

}  // namespace nrm::places::testing
