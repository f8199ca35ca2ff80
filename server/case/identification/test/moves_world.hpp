// A police station that opens a case, a competent authority that holds it with the station, a charity that does not; on
// the pack of the United Kingdom, on the Thursday before a bank holiday.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/pathway_state.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/identification/moves.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::identification::testing {

using access::Role;
using access::testing::Body;
using access::testing::must;
using access::testing::Person;

inline pathway::Pack pack_of(const std::string& country) {
  auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / country);
  if (!pack) throw std::logic_error{"the pack does not load"};
  return std::move(*pack);
}

inline access::testing::WorldOptions options_of(storage::Kind kind, pathway::Pack pack) {
  return {.kind = kind,
          .schemas = {clocks::schema(), casefile::schema(), consent::schema(), schema()},
          .pack = std::move(pack),
          .start = *parse_rfc3339("2026-04-30T08:00:00Z")};
}

// What a step is taken with, where it asks for something.
struct With {
  std::string reason = {};
  bool decided = false;
  std::string form = {};
  bool adopt = false;
};

class MovesWorld {
 public:
  explicit MovesWorld(storage::Kind kind, pathway::Pack used = pack_of("gb"),
                      std::string decides = "competent-authority")
      : instance{options_of(kind, used)}, pack{std::move(used)}, deciding_kind{std::move(decides)} {
    auto& journal = instance.journal();
    casefile::register_reactions(journal);
    consent::register_reactions(journal);
    register_reactions(desk());
    journal.on("team.noticed", [this](log::Act&, std::string_view object) { noticed.emplace_back(object); });
  }

  access::testing::Instance instance;
  pathway::Pack pack;
  std::string deciding_kind;
  std::vector<std::string> noticed;  // "<team>:<code>:<case>", as acts were tried
  Body station = instance.new_body("test-station", "Station", {"identification"}, {}, "police-department");
  Body authority = instance.new_body("test-authority", "Authority", {"identification"}, {}, deciding_kind);
  Body charity = instance.new_body("test-charity", "Charity", {"protection"}, {}, "ngo");
  Person manager = instance.new_person(station, {Role::case_manager}, "station.manager");
  Person officer = instance.new_person(station, {Role::first_responder}, "station.officer");
  Person decider = instance.new_person(authority, {Role::case_manager, Role::identifying_officer}, "authority.one");
  Person helper = instance.new_person(charity, {Role::case_manager}, "charity.manager");
  Person coordinator = instance.new_person(authority, {Role::coordinator}, "the.coordinator");

  Desk desk() { return {instance.journal(), pack}; }
  access::Session as(const Person& person) { return instance.session(person); }
  UtcTime now() { return instance.clock.now(); }
  void set(const std::string& time) { instance.clock.set(*parse_rfc3339(time)); }
  void pass(std::chrono::hours hours) {
    instance.clock.advance(hours);
    run_jobs();
  }

  template <class T>
  Result<T> act(const access::Session& session, const std::string& action, const std::optional<CaseId>& id,
                const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto header =
        session.header(action, "identify", {id, session.organisation, id ? id->text() : ""}, "a test of it");
    return instance.journal().act<T>(header, [&](log::Act& one) -> Result<T> {
      const auto permit = access::decide(one, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(one, *permit);
    });
  }

  CaseId open_case(const std::string& age = "adult") { return open_case_of(manager, age); }
  CaseId open_case_of(const Person& who, const std::string& age = "adult") {
    casefile::Values values;
    if (!age.empty())
      values.emplace("casework.age-class",
                     Personal<std::string>{R"({"class":")" + age + R"(","reason":"she says so"})"});
    const auto input = casefile::new_case_under(pack, std::move(values), now());
    return must(act<casefile::OpenedCase>(as(who), "case.open", std::nullopt,
                                          [&](log::Act& one, const access::Permit& permit) {
                                            return casefile::open_case(one, permit, input);
                                          }))
        .id;
  }
  BasisId agree(const CaseId& id, consent::Decision decision = consent::Decision::consent) {
    return agree_for(id, "identify", authority.team, decision);
  }
  BasisId agree_for(const CaseId& id, const std::string& purpose, const TeamId& receiver,
                    consent::Decision decision = consent::Decision::consent) {
    consent::Conversation said{.decision = decision,
                               .purpose = purpose,
                               .receiver = receiver,
                               .field_groups = {"identity", "situation"},
                               .explained_by = manager.id};
    said.language = "en";
    said.interpreter_used = true;
    said.interpreter_name = "Test Interpreter";
    for (const auto point : pathway::kConsentPoints) said.points.emplace_back(point);
    said.until = Date{std::chrono::sys_days{pack.calendar->local_date(now())} + std::chrono::days{300}};
    return must(act<BasisId>(as(manager), "basis.record", id, [&](log::Act& one, const access::Permit& permit) {
      return consent::record(one, permit, pack, id, said);
    }));
  }
  // The authority holds it with the station.
  void share(const CaseId& id, const BasisId& basis) { share(id, basis, authority.team); }
  void share(const CaseId& id, const BasisId& basis, const TeamId& team) {
    must(act<casefile::JointTeamId>(as(manager), "case-team.add", id, [&](log::Act& one, const access::Permit& permit) {
      return casefile::add_joint_team(
          one, permit, id, {team, {casefile::Compartment::casework}, basis, now() + std::chrono::hours{24 * 300}});
    }));
  }

  void close(const CaseId& id) { close(manager, id); }
  void close(const Person& who, const CaseId& id) {
    must(act<void>(as(who), "case.close", id, [&](log::Act& one, const access::Permit& permit) {
      return casefile::close_case(one, permit, id, {"help-completed", ""}, "closed");
    }));
  }
  void reopen(const CaseId& id) { reopen(manager, id); }
  void reopen(const Person& who, const CaseId& id) {
    must(act<void>(as(who), "case.reopen", id, [&](log::Act& one, const access::Permit& permit) {
      return casefile::reopen_case(one, permit, id);
    }));
  }

  std::int64_t version_of(const CaseId& id) {
    return instance.database->reading(
        [&](storage::Reader& reader) { return casefile::find_case(reader, id)->version; });
  }
  std::string state_of(const CaseId& id, std::string_view track = "identification") {
    return instance.database->reading(
        [&](storage::Reader& reader) { return *casefile::state_on(*casefile::find_case(reader, id), track); });
  }
  Result<Moved> try_move(const Person& who, const CaseId& id, const std::string& transition, const With& with = {}) {
    return move(desk(), as(who), id, version_of(id), input_of(transition, with));
  }
  NewMove input_of(const std::string& transition, const With& with) {
    NewMove input{.transition = transition, .reason = with.reason, .decision = {}, .forms = {}};
    if (with.decided) input.decision = Decision{pack.calendar->local_date(now()), "D-17"};
    if (!with.form.empty()) input.forms.push_back({with.form, Kept::paper, "file 4711"});
    input.adopt_pathway = with.adopt;
    return input;
  }
  // "done", or the problem's slug.
  std::string moved(const Person& who, const CaseId& id, const std::string& transition, const With& with = {}) {
    const auto done = try_move(who, id, transition, with);
    return done ? "done" : std::string{done.error().type.slug};
  }
  // The way to a referred case that the authority holds too.
  CaseId referred() {
    const auto id = open_case();
    const auto basis = agree(id);
    must(try_move(officer, id, "identification.refer", {.form = "gb-nrm-referral"}));
    share(id, basis);
    return id;
  }
  View view(const Person& who, const CaseId& id) { return must(look(desk(), as(who), id)); }
  const TrackView& on(const View& view, std::string_view track) {
    for (const auto& one : view.tracks)
      if (one.track->id == track) return one;
    throw std::logic_error{"no such track"};
  }
  std::vector<std::string> rules_of(const CaseId& id, std::string_view track = "identification") {
    std::vector<std::string> out;
    const auto seen = view(manager, id);
    for (const auto& time : on(seen, track).times) out.push_back(time.clock.rule);
    return out;
  }
  OpenMove open_move(const Person& who, const CaseId& id, const std::string& transition) {
    const auto seen = view(who, id);
    for (const auto& track : seen.tracks)
      for (const auto& one : track.moves)
        if (one.step->id == transition) return one;
    throw std::logic_error{"the step is not open: " + transition};
  }
  std::int64_t told(const TeamId& team, const std::string& code) {
    const auto wanted = team.text() + ":" + code + ":";
    return std::ranges::count_if(noticed, [&](const auto& one) { return one.starts_with(wanted); });
  }
  std::int64_t coordinators_told() {
    return count("SELECT COUNT(*) AS n FROM member_notice WHERE code = 'coordination.overdue-step'");
  }
  std::vector<work::Item> work_of(const Person& who) {
    const auto session = as(who);
    return must(
        act<std::vector<work::Item>>(session, "work.list", std::nullopt, [&](log::Act& one, const access::Permit&) {
          return Result<std::vector<work::Item>>{open_work(pack)(one, session, {session.team})};
        }));
  }
  std::vector<work::Item> late_before(const Person& who) {
    const auto session = as(who);
    const log::Header header = session.header("work.list-coordination", "", {std::nullopt, session.organisation, ""});
    return must(instance.journal().act<std::vector<work::Item>>(header, [&](log::Act& one) {
      return Result<std::vector<work::Item>>{coordination_work(pack)(one, session, {session.team})};
    }));
  }

  // As a server that was started just now.
  int run_jobs() {
    auto handlers = clocks::job_handlers(instance.journal(), pack);
    handlers.merge(consent::job_handlers(instance.journal()));
    jobs::Runner runner{instance.database.get(), instance.clock, std::move(handlers), [](std::string_view) {}};
    return runner.run_due();
  }
  std::int64_t count(const std::string& sql, const storage::Params& params = {}) {
    return instance.database.query(sql, params).at(0).integer("n");
  }
};

}  // namespace nrm::identification::testing
