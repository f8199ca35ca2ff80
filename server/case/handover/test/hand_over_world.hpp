// A border post that hands a case over, a shelter that takes it, a second post of the border's own organisation, a
// clinic that has been asked for help; on the pack of Belarus, with every module that keeps something about a case.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "nrm/access/testing.hpp"
#include "nrm/attachments/attachment.hpp"
#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/caselist/saved_filter.hpp"
#include "nrm/caseteam/caseteam.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/withdrawal.hpp"
#include "nrm/contacts/contact.hpp"
#include "nrm/handover/handover.hpp"
#include "nrm/handover/work.hpp"
#include "nrm/log/entries.hpp"
#include "nrm/oversight/break_glass.hpp"
#include "nrm/oversight/oversight.hpp"
#include "nrm/places/places.hpp"
#include "nrm/referral/correction.hpp"
#include "nrm/referral/figures.hpp"
#include "nrm/referral/referral.hpp"
#include "nrm/retention/desk.hpp"
#include "nrm/retention/retention.hpp"

namespace nrm::handover::testing {

using access::Role;
using access::testing::must;
using access::testing::Person;

inline pathway::Pack belarus() {
  auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  if (!pack) throw std::logic_error{"the pack of Belarus does not load"};
  return std::move(*pack);
}

inline access::testing::WorldOptions options_of(storage::Kind kind) {
  return {.kind = kind,
          .schemas = {clocks::schema(), casefile::schema(), consent::schema(), places::schema(), referral::schema(),
                      attachments::schema(), contacts::schema(), caselist::schema(), oversight::schema(),
                      retention::schema(), schema()},
          .pack = belarus(),
          .start = *parse_rfc3339("2026-04-30T07:00:00Z")};
}

inline const std::set<std::string> kAllGroups{casefile::field_groups().begin(), casefile::field_groups().end()};

class HandoverWorld {
 public:
  explicit HandoverWorld(storage::Kind kind) : world{options_of(kind)}, pack{belarus()} {
    auto& journal = world.journal();
    casefile::register_reactions(journal);
    consent::register_reactions(journal);
    referral::register_reactions({journal, pack});
    oversight::register_reactions(journal, pack);
    attachments::register_reactions(journal);
    caseteam::register_reactions(journal);
    contacts::register_reactions(journal);
    retention::register_reactions(journal, pack);
    register_reactions(journal);
  }

  access::testing::World world;
  pathway::Pack pack;
  access::testing::Body second{world.border.organisation, add_team("Second post")};
  Person second_manager = world.new_person(second, {Role::case_manager}, "second.manager");
  access::testing::Body clinic = world.new_body("test-clinic", "Clinic", {"protection"}, {"shelter", "medical-help"});
  Person doctor = world.new_person(clinic, {Role::case_manager}, "clinic.manager");

  Desk desk() { return {world.journal(), pack}; }
  referral::Desk referrals() { return {world.journal(), pack}; }
  access::Session giver() { return world.session(world.border_manager); }
  access::Session receiver() { return world.session(world.shelter_manager); }
  access::Session officer() { return world.session(world.officer); }
  access::Session stranger() { return world.session(doctor); }
  TeamId border() const { return world.border.team; }
  TeamId shelter() const { return world.shelter.team; }

  TeamId add_team(const std::string& name) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    return must(world.journal().act<TeamId>(header, [&](log::Act& act) {
      return directory::add_team(act, world.pack,
                                 {world.border.organisation, name, {"identification"}, {"shelter"}, {}});
    }));
  }
  template <class T>
  Result<T> as(const access::Session& session, const std::string& action, const std::optional<CaseId>& id,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto header =
        session.header(action, "assist", {id, session.organisation, id ? id->text() : ""}, "a test of it");
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }

  CaseId open_case(const std::string& summary = "Found at the crossing with two others.") {
    const auto session = giver();
    casefile::Values values;
    const auto add = [&](const char* name, const std::string& value) {
      values.emplace(name, Personal<std::string>{value});
    };
    add("identity.names", R"([{"name":"Alena Kavalchuk","kind":"as-written"}])");
    add("casework.age-class", R"({"class":"adult","reason":"passport seen"})");
    add("casework.summary", summary);
    add("health.needs", "Insulin, twice a day.");
    auto input = casefile::new_case_under(pack, std::move(values), world.clock.now());
    return must(as<casefile::OpenedCase>(session, "case.open", std::nullopt,
                                         [&](log::Act& act, const access::Permit& permit) {
                                           return casefile::open_case(act, permit, input);
                                         }))
        .id;
  }
  Result<std::int64_t> write(const access::Session& session, const CaseId& id, const std::string& field,
                             const std::string& value) {
    return as<std::int64_t>(session, "case.write", id, [&](log::Act& act, const access::Permit& permit) {
      casefile::Values values;
      values.emplace(field, Personal<std::string>{value});
      casefile::WriteOptions options;
      options.today = pack.calendar->local_date(world.clock.now());
      return casefile::write_versions(act, permit, id, values, options);
    });
  }
  // What the member reads there, or the problem's slug.
  std::string reads(const access::Session& session, const CaseId& id, const std::string& field) {
    const auto kind = casefile::find_field(field)->compartment;
    const auto values = as<casefile::Values>(
        session, "compartment.open", id,
        [&](log::Act& act, const access::Permit& permit) { return casefile::read_compartment(act, permit, id, kind); });
    if (!values) return std::string{values.error().type.slug};
    const auto at = values->find(field);
    return at == values->end() ? "" : at->second.reveal();
  }
  BasisId agree(const CaseId& id, const TeamId& team, const std::set<std::string>& groups = kAllGroups, int days = 60,
                const std::string& purpose = "assist") {
    consent::Conversation said{
        .purpose = purpose, .receiver = team, .field_groups = groups, .explained_by = world.border_manager.id};
    said.language = "ru";
    said.interpreter_used = true;
    said.interpreter_name = "Test Interpreter";
    for (const auto point : pathway::kConsentPoints) said.points.emplace_back(point);
    said.until = Date{std::chrono::sys_days{pack.calendar->local_date(world.clock.now())} + std::chrono::days{days}};
    return must(as<BasisId>(giver(), "basis.record", id, [&](log::Act& act, const access::Permit& permit) {
      return consent::record(act, permit, pack, id, said);
    }));
  }
  void withdraw(const CaseId& id, const BasisId& basis) {
    must(as<consent::Withdrawn>(giver(), "basis.withdraw", id, [&](log::Act& act, const access::Permit& permit) {
      return consent::withdraw(act, permit, pack, id, basis);
    }));
  }
  Offered offered(const CaseId& id, const std::string& note = "") {
    return must(offer(desk(), giver(), {id, shelter(), false, note}));
  }
  referral::Sent refer_to(const CaseId& id, const TeamId& team, const std::string& question = "") {
    const auto basis = agree(id, team, {"identity", "health"}, 60, "health-care");
    return must(referral::send(referrals(), giver(),
                               {id,
                                basis,
                                team,
                                "shelter",
                                {"identity.names", "health.needs"},
                                question,
                                false,
                                {},
                                referral::MoveOn::never}));
  }

  // As a server that was started just now.
  int run_jobs() {
    auto handlers = job_handlers(desk());
    handlers.merge(clocks::job_handlers(world.journal(), pack));
    handlers.merge(consent::job_handlers(world.journal()));
    handlers.merge(referral::job_handlers(referrals()));
    jobs::Runner runner{world.database.get(), world.clock, std::move(handlers), [](std::string_view) {}};
    return runner.run_due();
  }
  std::int64_t count(const std::string& sql, const storage::Params& params = {}) {
    return world.database.query(sql, params).at(0).integer("n");
  }
  std::int64_t seals_of(const TeamId& team, bool asleep) {
    return count(
        "SELECT COUNT(*) AS n FROM key_seal WHERE holder = $team AND (dormant = 1) = (CAST($asleep AS BIGINT) = 1)",
        {{"team", team}, {"asleep", asleep ? 1 : 0}});
  }
};

}  // namespace nrm::handover::testing
