// A border team that refers, a shelter that answers, a clinic that has nothing to do with it; on the pack of Belarus.
#pragma once

#include <filesystem>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/withdrawal.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/letters/desk.hpp"
#include "nrm/places/places.hpp"
#include "nrm/referral/parcel.hpp"
#include "nrm/referral/referral.hpp"
#include "nrm/work/work.hpp"

namespace nrm::referral::testing {

using access::testing::must;

inline pathway::Pack belarus() {
  auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  if (!pack) throw std::logic_error{"the pack of Belarus does not load"};
  return std::move(*pack);
}

inline access::testing::WorldOptions options_of(storage::Kind kind) {
  return {.kind = kind,
          .schemas = {clocks::schema(), casefile::schema(), consent::schema(), places::schema(), letters::schema(),
                      schema()},
          .pack = belarus(),
          .start = *parse_rfc3339("2026-04-30T07:00:00Z")};
}

class Office {
 public:
  explicit Office(storage::Kind kind) : world{options_of(kind)}, pack{belarus()} {
    wire();
    for (const auto& body : {world.border, world.shelter, clinic, refuge}) confirm(body);
  }
  // As at a server's start.
  void wire() { register_reactions(desk()); }

  access::testing::World world;
  pathway::Pack pack;
  access::testing::Body clinic = world.new_body("test-clinic", "Clinic", {"protection"}, {"shelter", "medical-help"});
  access::testing::Person doctor = world.new_person(clinic, {access::Role::case_manager}, "clinic.manager");

  access::testing::Body refuge = world.new_body("test-refuge", "Refuge", {"protection"}, {"shelter"});
  access::testing::Person keeper = world.new_person(refuge, {access::Role::case_manager}, "refuge.manager");

  Desk desk() { return {world.journal(), pack}; }
  access::Session sender() { return world.session(world.border_manager); }
  access::Session receiver() { return world.session(world.shelter_manager); }
  access::Session stranger() { return world.session(doctor); }
  TeamId shelter() const { return world.shelter.team; }

  template <class T>
  Result<T> on_case(const std::string& action, const CaseId& id,
                    const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto session = sender();
    const log::Header header = session.header(action, "refer", {id, session.organisation, id.text()}, "a test of it");
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }

  CaseId open_case(casefile::Values more = {}) {
    const auto session = sender();
    casefile::NewCase input;
    input.reference_prefix = "BY";
    input.today = pack.calendar->local_date(world.clock.now());
    input.values = std::move(more);
    const auto add = [&](const char* name, const char* value) {
      input.values.emplace(name, Personal<std::string>{value});
    };
    add("identity.names", R"([{"name":"Alena Kavalchuk","kind":"as-written"}])");
    add("casework.age-class", R"({"class":"adult","reason":"passport seen"})");
    add("casework.summary", "Found at the crossing with two others.");
    add("health.needs", "Insulin, twice a day.");
    const auto header = session.header("case.open", "assist", {std::nullopt, session.organisation, {}});
    return must(world.journal().act<CaseId>(header, [&](log::Act& act) -> Result<CaseId> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      const auto opened = casefile::open_case(act, *permit, input);
      if (!opened) return tl::unexpected(opened.error());
      return opened->id;
    }));
  }

  BasisId consent_to(const CaseId& id, const TeamId& team, std::set<std::string> groups = {"identity", "health"},
                     int days = 60) {
    consent::Conversation said{
        .purpose = "assist", .receiver = team, .field_groups = std::move(groups), .explained_by = sender().member};
    said.language = "ru";
    said.interpreter_used = true;
    said.interpreter_name = "Test Interpreter";
    for (const auto point : pathway::kConsentPoints) said.points.emplace_back(point);
    const auto today = pack.calendar->local_date(world.clock.now());
    said.until = Date{std::chrono::sys_days{today} + std::chrono::days{days}};
    return must(on_case<BasisId>("basis.record", id, [&](log::Act& act, const access::Permit& permit) {
      return consent::record(act, permit, pack, id, said);
    }));
  }

  void merge(const CaseId& survivor, const CaseId& absorbed) {
    must(on_case<void>("case.merge", survivor, [&](log::Act& act, const access::Permit& permit) {
      return casefile::merge_cases(act, permit, survivor, absorbed);
    }));
  }
  void withdraw(const CaseId& id, const BasisId& basis) {
    must(on_case<consent::Withdrawn>("basis.withdraw", id, [&](log::Act& act, const access::Permit& permit) {
      return consent::withdraw(act, permit, pack, id, basis);
    }));
  }

  NewReferral asking(const CaseId& id, const BasisId& basis) const {
    return {id, basis, shelter(), "shelter", {"identity.names", "health.needs"}, "", false};
  }
  // With the clinic and then the refuge standing by.
  NewReferral asking_in_turn(const CaseId& id) {
    auto input = asking(id, consent_to(id, shelter()));
    input.alternatives = {{clinic.team, consent_to(id, clinic.team, {"identity"})},
                          {refuge.team, consent_to(id, refuge.team)}};
    input.urgent = true;
    return input;
  }
  std::vector<std::string> states_of(const Sent& sent) {
    std::vector<std::string> out;
    for (const auto& link : must(read(desk(), sender(), sent.id)).chain) out.emplace_back(name_of(link.state));
    return out;
  }
  std::vector<std::string> history_of(const ReferralId& id) {
    std::vector<std::string> out;
    for (const auto& item : must(read(desk(), sender(), id)).history) out.push_back(item.what);
    return out;
  }
  std::int64_t notices(const TeamId& team, const std::string& kind) {
    return count("SELECT COUNT(*) AS n FROM notice WHERE team = $team AND kind = $kind",
                 {{"team", team}, {"kind", kind}});
  }
  Sent send_one(bool urgent = false) {
    const auto id = open_case();
    auto input = asking(id, consent_to(id, shelter()));
    input.urgent = urgent;
    return must(send(desk(), sender(), input));
  }

  std::vector<work::Item> work_of(const access::Session& who) {
    const work::Desk lists{world.journal(), pack, {work::case_tasks, open_work}, {}};
    return must(work::list(lists, who, {})).items;
  }

  void as_system(const std::function<Result<void>(log::Act&)>& work) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    must(world.journal().act<void>(header, work));
  }
  void confirm(const access::testing::Body& body) {
    as_system([&](log::Act& act) { return directory::confirm_organisation(act, body.organisation); });
  }
  void state_places(const TeamId& team, std::int64_t free) {
    as_system([&](log::Act& act) { return places::state(act, team, {"shelter", free}); });
  }
  // Every session, so that nobody is there.
  void send_everybody_home() { world.database.run("DELETE FROM session"); }

  // As a server that was started just now.
  int run_jobs() {
    auto handlers = job_handlers(desk());
    handlers.merge(clocks::job_handlers(world.journal(), pack));
    handlers.merge(consent::job_handlers(world.journal()));
    jobs::Runner runner{world.database.get(), world.clock, std::move(handlers), [](std::string_view) {}};
    return runner.run_due();
  }
  void set_clock(const char* time) { world.clock.set(*parse_rfc3339(time)); }
  std::int64_t count(const std::string& sql, const storage::Params& params = {}) {
    return world.database.query(sql, params).at(0).integer("n");
  }
};

}  // namespace nrm::referral::testing
