// A log with a table to write and somebody who acts.
#pragma once

#include <gtest/gtest.h>

#include <sstream>

#include "nrm/jobs/jobs.hpp"
#include "nrm/log/entries.hpp"
#include "nrm/log/publication.hpp"
#include "nrm/log/sequencer.hpp"
#include "nrm/log/verification.hpp"
#include "nrm/storage/testing.hpp"

namespace nrm::log::testing {

inline storage::Schema shelf_schema() {
  return {"shelf", {{1, "things", "CREATE TABLE thing (name TEXT PRIMARY KEY)"}}, {}};
}

inline constexpr auto kStart = UtcTime::from_unix_us(1'700'000'000'000'000);

struct World {
  explicit World(storage::testing::TestDatabase& database) : store{database} {
    crypto::initialise();
    database.migrate({jobs::schema(), schema(), shelf_schema()});
  }

  Header header(std::string action, Subject subject = {}) {
    return {{Actor::Kind::member, member, team, organisation, {}},
            std::move(action),
            "assist",
            std::move(subject),
            "because",
            "request-1"};
  }
  void found() {
    (void)journal.act<bool>({{}, "founding.begin", "", {}, "", ""}, [&](Act& act) -> Result<bool> {
      instance_seed = create_instance_log_key(act);
      organisation_seed = create_organisation_log_key(act, organisation);
      return true;
    });
  }
  Result<bool> put(const std::string& name, Subject subject = {}) {
    return journal.act<bool>(header("shelf.put", std::move(subject)), [&](Act& act) -> Result<bool> {
      act.run("INSERT INTO thing (name) VALUES ($name)", {{"name", name}});
      act.note("thing", name);
      return true;
    });
  }
  Result<bool> refuse(const std::string& action) {
    return journal.act<bool>(header(action), [&](Act& act) -> Result<bool> {
      act.run("INSERT INTO thing (name) VALUES ('never')");
      return fail(nrm::problems::kNotFound);
    });
  }
  SequencerOptions sequencer_options(std::string server = "one") {
    return {"opennrm.example/by", log_seed, std::move(server), std::chrono::milliseconds{20}, {}};
  }
  std::string exported() {
    std::ostringstream out;
    store->read([&](storage::Reader& reader) { export_log(reader, out); });
    return out.str();
  }
  std::vector<Entry> entries(const EntryQuery& query) {
    return store->reading([&](storage::Reader& reader) { return read_entries(reader, query); }).items;
  }
  std::int64_t count(const std::string& from) {
    return store.query("SELECT COUNT(*) AS n FROM " + from)[0].integer("n");
  }

  storage::testing::TestDatabase& store;
  ManualClock clock{kStart};
  SeededRandom random{7};
  Journal journal{store.get(), clock, random};
  MemberId member = MemberId::random(random);
  TeamId team = TeamId::random(random);
  OrganisationId organisation = OrganisationId::random(random);
  Key32 log_seed = crypto::random_key(random);
  Key32 instance_seed;
  Key32 organisation_seed;
};

inline Verification verify(const std::string& text, const VerifyOptions& options = {}) {
  std::istringstream in{text};
  return verify_export(in, options);
}

}  // namespace nrm::log::testing
