// Cases whose team rotates its keys, loses a member, or gives a case new keys.
#pragma once

#include "casefile_world.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/access/rotation.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/rewrap.hpp"

namespace nrm::casefile::testing {

class KeyCareTest : public CasefileTest {
 protected:
  KeyCareTest() { register_reactions(world.journal()); }

  const std::string names = R"([{"name":"Natallia","script":"Latn","kind":"given"}])";

  OpenedCase a_case(const Person& person) {
    return open(person, {{"identity.names", names},
                         {"casework.summary", "found at the bus station"},
                         {"casework.age-class", R"({"class":"adult","reason":"document"})"},
                         {"health.needs", "a doctor today"}});
  }
  void rotate(const Person& person, const access::testing::Body& body) {
    access::testing::must(access::rotate_team_keys(world.context(), world.session(person), body.team));
  }
  Rewrapped rewrap(const Person& person, std::size_t limit) {
    return access::testing::must(
        as<Rewrapped>(person, "access.rewrap-keys", std::nullopt,
                      [&](log::Act& act, const access::Permit& permit) { return rewrap_seals(act, permit, limit); }));
  }
  Result<Rekeyed> try_rekey(const Person& person, const CaseId& id, std::size_t limit = kRekeyBatch) {
    return as<Rekeyed>(person, "case.rekey", id,
                       [&](log::Act& act, const access::Permit& permit) { return rekey_case(act, permit, id, limit); });
  }
  // The key inside, as the member's team holds it now.
  Key32 case_key(const Person& person, const CaseId& id, Compartment kind, std::uint32_t version) {
    return access::testing::must(as<Key32>(
        person, "compartment.open", id,
        [&](log::Act& act, const access::Permit& permit) {
          return open_seal(act, permit, {"case", id.text(), kind, version});
        },
        "assist"));
  }
  Key32 team_seed(const Person& person, Compartment kind) {
    return access::testing::must(as<access::TeamKey>(
                                     person, "compartment.open", std::nullopt,
                                     [&](log::Act& act, const access::Permit& permit) {
                                       return access::open_team_key(act, permit, kind);
                                     },
                                     "assist"))
        .seed;
  }
  std::int64_t count(const std::string& statement, const storage::Params& params = {}) {
    return rows(statement, params).at(0).integer("n");
  }
  int run_jobs() {
    auto handlers = rekey_job_handlers(world.journal());
    handlers.merge(access::key_job_handlers(world.journal()));
    jobs::Runner runner{world.database.get(), world.clock, handlers, [](std::string_view) {}};
    return runner.run_due();
  }
};

}  // namespace nrm::casefile::testing
