// A border team with a case manager, an officer, a first responder and a data protection officer.
#pragma once

#include <filesystem>

#include "nrm/access/testing.hpp"
#include "nrm/attachments/attachment.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/oversight/break_glass.hpp"
#include "nrm/oversight/canaries.hpp"
#include "nrm/referral/desk.hpp"

namespace nrm::oversight::testing {

using access::Compartment;
using access::Role;
using access::testing::must;
using access::testing::Person;
namespace fs = std::filesystem;

inline pathway::Pack belarus() {
  auto pack = pathway::load_pack(fs::path{NRM_SOURCE_DIR} / "packs" / "by");
  if (!pack) throw std::logic_error{"the pack of Belarus does not load"};
  return std::move(*pack);
}

class WatchTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  WatchTest() {
    casefile::register_reactions(world.journal());
    register_reactions(world.journal(), pack);
  }

  pathway::Pack pack = belarus();
  i18n::Catalogue catalogue = i18n::Catalogue::load(fs::path{NRM_SOURCE_DIR} / "strings");
  // Thursday, 11:00 in Minsk.
  access::testing::World world{
      {.kind = GetParam(),
       .schemas = {casefile::schema(), consent::schema(), referral::schema(), attachments::schema(), schema()},
       .pack = belarus(),
       .start = *parse_rfc3339("2026-04-30T08:00:00Z")}};
  Person responder = world.new_person(world.border, {Role::first_responder}, "border.responder");
  Person privacy = world.new_person(world.border, {Role::data_protection_officer}, "border.privacy");
  Person other_privacy = world.new_person(world.shelter, {Role::data_protection_officer}, "shelter.privacy");

  Desk desk() { return {world.context(), pack, catalogue}; }

  template <class T>
  Result<T> on_case(const Person& person, const std::string& action, const std::optional<CaseId>& id,
                    const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto session = world.session(person);
    const auto header = session.header(action, "assist", {id, session.organisation, id ? id->text() : ""}, "a test");
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  CaseId open_case(const std::string& name = "Hanna") {
    return must(on_case<CaseId>(world.border_manager, "case.open", std::nullopt,
                                [&](log::Act& act, const access::Permit& permit) -> Result<CaseId> {
                                  casefile::NewCase input;
                                  input.reference_prefix = "BY";
                                  input.today = pack.calendar->local_date(act.now());
                                  const auto add = [&](const char* field, const std::string& value) {
                                    input.values.emplace(field, Personal{value});
                                  };
                                  add("identity.names", R"([{"name":")" + name + R"(","kind":"given"}])");
                                  add("casework.age-class", R"({"class":"adult","reason":"document"})");
                                  add("health.allergies", "penicillin");
                                  add("justice.lawyer", "Sworn lawyer");
                                  const auto opened = casefile::open_case(act, permit, input);
                                  if (!opened) return tl::unexpected(opened.error());
                                  return opened->id;
                                }));
  }
  Result<std::size_t> read(const Person& person, const CaseId& id, Compartment kind) {
    return on_case<std::size_t>(person, "compartment.open", id,
                                [&](log::Act& act, const access::Permit& permit) -> Result<std::size_t> {
                                  const auto values = casefile::open_compartment(act, permit, id, kind);
                                  if (!values) return tl::unexpected(values.error());
                                  return values->size();
                                });
  }
  void restrict_case(const CaseId& id) {
    must(on_case<void>(world.border_manager, "case.restrict", id, [&](log::Act& act, const access::Permit& permit) {
      return casefile::restrict_case(act, permit, id, {});
    }));
  }
  std::string fresh_code(const Person& person) {
    world.session(person);
    world.clock.advance(std::chrono::seconds{31});
    return world.code_of(person);
  }
  Result<StartedGlass> smash(const Person& person, const CaseId& id, std::set<Compartment> kinds,
                             const std::string& category = "danger-to-life",
                             const std::string& reason = "Unconscious on the platform, the ambulance asks") {
    const auto code = fresh_code(person);
    return break_glass(desk(), world.session(person), id, {category, reason, std::move(kinds), code, "127.0.0.0/24"});
  }
  std::vector<Anomaly> anomalies(bool only_open = true) {
    return must(list_anomalies(desk(), world.session(privacy), only_open, {})).items;
  }
  std::int64_t seen(const std::string& kind) {
    std::int64_t times = 0;
    for (const auto& anomaly : anomalies(false))
      if (anomaly.kind == kind) times += anomaly.times;
    return times;
  }
  int run_jobs() {
    jobs::Runner runner{world.database.get(), world.clock, job_handlers(world.journal()), [](std::string_view) {}};
    return runner.run_due();
  }
  static std::string slug_of(const Problem& problem) {
    std::string out{problem.type.slug};
    for (const auto& field : problem.fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }
};

}  // namespace nrm::oversight::testing
