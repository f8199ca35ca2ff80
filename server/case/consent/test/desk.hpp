// A border team of three that keeps a case, a shelter that receives, and the body's data protection officer.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/grounds.hpp"
#include "nrm/consent/speakers.hpp"
#include "nrm/consent/view.hpp"
#include "nrm/consent/withdrawal.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::consent::testing {

using access::testing::must;
using access::testing::Person;

inline pathway::Pack pack_of_tests() {
  auto pack = access::testing::small_pack();
  pathway::ConsentText text;
  text.language = "ru";
  text.direction = "ltr";
  text.checked_by = {"a reader of this test"};
  for (const auto point : pathway::kConsentPoints) text.points.push_back({std::string{point}, "…"});
  pack.consent_texts = {text};
  const auto origin = [](const char* verified) { return pathway::Origin{"test", verified, "grounds.toml", 1}; };
  pack.grounds.articles = {{"read-article", {}, origin("yes")}, {"unread-article", {}, origin("no")}};
  const auto add = [&](const char* id, pathway::GroundNeeds needs, bool withdrawable, std::set<std::string> carries,
                       int days, std::set<std::string> tells) {
    pack.grounds.grounds.push_back({.id = id,
                                    .labels = {},
                                    .withdrawable = withdrawable,
                                    .tells = std::move(tells),
                                    .needs = needs,
                                    .articles = {"read-article", "unread-article"},
                                    .carries = std::move(carries),
                                    .longest_days = days,
                                    .origin = origin("no")});
  };
  using enum pathway::GroundNeeds;
  add("vital-interest", danger, false, {"identity", "contact", "health"}, 7, {"data-protection-officer", "person"});
  add("legal-duty", article, false, {"identity", "situation"}, 30, {"data-protection-officer"});
  add("public-interest", article, true, {"needs", "situation"}, 90, {"data-protection-officer", "coordinator"});
  return pack;
}

class DeskTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{
      {.kind = GetParam(), .schemas = {casefile::schema(), consent::schema()}, .pack = pack_of_tests()}};
  Person officer_of_data = world.new_person(world.border, {access::Role::data_protection_officer}, "border.dpo");
  Person coordinator = world.new_person(world.border, {access::Role::coordinator}, "border.coordinator");
  std::vector<std::string> moments;

  void SetUp() override {
    for (const auto moment : {kWithdrawn, kExpired, kPaused, kResumed})
      world.journal().on(std::string{moment}, [this, moment](log::Act&, std::string_view object) {
        moments.push_back(std::string{moment} + ":" + std::string{object});
      });
    consent::register_reactions(world.journal());
  }

  template <class T>
  Result<T> as(const Person& person, const std::string& action, const std::optional<CaseId>& id,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work,
               access::Relation relation = access::Relation::own_team) {
    const auto session = world.session(person);
    const auto header = session.header(action, "", {id, session.organisation, ""}, "a reason");
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, relation);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  CaseId open(const std::string& age, const std::string& born = "") {
    return must(as<casefile::OpenedCase>(
                    world.officer, "case.open", std::nullopt,
                    [&](log::Act& act, const access::Permit& permit) {
                      casefile::NewCase input;
                      input.today = world.pack.calendar->local_date(act.now());
                      input.values.emplace("casework.age-class", Personal<std::string>{R"({"class":")" + age +
                                                                                       R"(","reason":"a document"})"});
                      if (!born.empty())
                        input.values.emplace("identity.birth-date", Personal<std::string>{R"({"value":")" + born +
                                                                                          R"(","basis":"document"})"});
                      return casefile::open_case(act, permit, input);
                    }))
        .id;
  }
  Conversation said(const std::string& until = "2018-08-01") {
    Conversation out{.decision = Decision::consent,
                     .purpose = "refer",
                     .receiver = world.shelter.team,
                     .field_groups = {"identity", "needs"},
                     .language = "ru",
                     .interpreter_used = true,
                     .interpreter_name = "CANARYINTERPRETER",
                     .points = {std::begin(pathway::kConsentPoints), std::end(pathway::kConsentPoints)},
                     .explained_by = world.officer.id};
    out.until = parse_iso_date(until);
    return out;
  }
  Conversation for_her(SpokenTo who, const std::string& name, const std::string& until = "2018-08-01") {
    auto out = said(until);
    out.spoken_to = who;
    out.child = ChildPart{"best for her", "she wants to go", name};
    return out;
  }
  Result<BasisId> tell(const CaseId& id, const Conversation& what) {
    world.clock.advance(std::chrono::seconds{1});
    return as<BasisId>(world.officer, "basis.record", id, [&](log::Act& act, const access::Permit& permit) {
      return record(act, permit, world.pack, id, what);
    });
  }
  OtherGround danger() {
    return {.ground = "vital-interest",
            .article = "",
            .danger = "CANARYDANGER he stands before the house",
            .purpose = "protect",
            .receiver = world.shelter.team,
            .field_groups = {"identity", "contact"},
            .until = parse_iso_date("2018-04-30")};
  }
  Result<BasisId> without_consent(const CaseId& id, const OtherGround& ground) {
    world.clock.advance(std::chrono::seconds{1});
    return as<BasisId>(world.officer, "basis.record-other", id, [&](log::Act& act, const access::Permit& permit) {
      return record_other_ground(act, permit, world.pack, id, ground);
    });
  }
  Result<void> confirm(const Person& who, const CaseId& id, const BasisId& basis, bool agrees = true) {
    return as<void>(who, "basis.confirm", id, [&](log::Act& act, const access::Permit& permit) {
      return confirm_ground(act, permit, world.pack, id, basis, agrees);
    });
  }
  Result<Withdrawn> withdraw_everything(const CaseId& id, const std::optional<TeamId>& receiver = std::nullopt) {
    return as<Withdrawn>(world.officer, "basis.withdraw", id, [&](log::Act& act, const access::Permit& permit) {
      return withdraw_all(act, permit, world.pack, id, receiver);
    });
  }
  void merge(const CaseId& survivor, const CaseId& absorbed) {
    must(as<void>(world.border_manager, "case.merge", survivor, [&](log::Act& act, const access::Permit& permit) {
      return casefile::merge_cases(act, permit, survivor, absorbed);
    }));
  }
  Result<void> pause_it(const CaseId& id, const BasisId& basis) {
    return as<void>(world.officer, "basis.pause", id,
                    [&](log::Act& act, const access::Permit& permit) { return pause(act, permit, id, basis); });
  }
  Result<void> resume_it(const CaseId& id, const BasisId& basis,
                         const OwnWord& word = {SpokenTo::person, "go on", ""}) {
    return as<void>(world.officer, "basis.resume", id, [&](log::Act& act, const access::Permit& permit) {
      return resume(act, permit, world.pack, id, basis, word);
    });
  }
  std::string state_of(const CaseId& id, const BasisId& basis) {
    return world.database->reading(
        [&](storage::Reader& reader) { return find_basis(reader, id, basis, world.clock.now())->state; });
  }
  Access access_to(const BasisId& basis) {
    return world.database->reading(
        [&](storage::Reader& reader) { return access_under(reader, basis, world.clock.now()); });
  }
  std::set<std::string> live(const CaseId& id) {
    const auto found = as<std::vector<Basis>>(
        world.officer, "referral.send", id,
        [&](log::Act& act, const access::Permit& permit) { return live_bases(act, permit, id, world.shelter.team); });
    std::set<std::string> out;
    if (found)
      for (const auto& basis : *found) out.insert(basis.id().text());
    return out;
  }
  // As a server that was started just now.
  int run_jobs() {
    jobs::Runner runner{world.database.get(), world.clock, job_handlers(world.journal()), [](std::string_view) {}};
    return runner.run_due();
  }
  void set_clock(const std::string& time) { world.clock.set(*parse_rfc3339(time)); }
  std::set<std::string> tasks(const CaseId& id) {
    std::set<std::string> out;
    for (const auto& task :
         world.database->reading([&](storage::Reader& reader) { return casefile::tasks_of_case(reader, id); }))
      out.insert(task.kind);
    return out;
  }
  casefile::SealPlace place() const { return place_; }
  void give_seal_under(const CaseId& id, const BasisId& basis) {
    must(as<SealId>(world.officer, "referral.send", id, [&](log::Act& act, const access::Permit& permit) {
      return casefile::give_seal(act, permit, place_, crypto::random_key(act.random()),
                                 casefile::HolderKind::parcel_receiver, world.shelter.team, basis);
    }));
  }
  bool receiver_opens() {
    return as<Key32>(
               world.provider, "case.view", std::nullopt,
               [&](log::Act& act, const access::Permit& permit) { return casefile::open_seal(act, permit, place_); })
        .has_value();
  }
  static std::string refused(const auto& result) {
    if (result) return "granted";
    std::string out{result.error().type.slug};
    for (const auto& field : result.error().fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }

 private:
  casefile::SealPlace place_{"parcel", ReferralId::random(world.random).text(), casefile::Compartment::identity, 1};
};

}  // namespace nrm::consent::testing
