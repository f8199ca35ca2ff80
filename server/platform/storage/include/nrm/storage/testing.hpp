// For tests only; no header or source outside test/ may include it (the architecture test looks). Tests of every module
// get fresh databases here and may write without an act, so that a test can set up rows its own way.
//
//   class SendTest : public nrm::storage::testing::OnEachDatabase {};
//   NRM_ON_EACH_DATABASE(SendTest);
//   TEST_P(SendTest, sends) { database.migrate({...}); database.write([](Writer& writer) { ...; return true; }); }
//
// SQLite always; PostgreSQL too where the environment's NRM_TEST_POSTGRESQL holds a libpq connection string of a role
// that may create databases.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "nrm/storage/database.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::storage::testing {

// A new directory under the machine's temporary one.
std::string create_scratch_directory();
// A new empty database beside the one named; the connection string for it.
std::string create_scratch_postgresql(const std::string& connection);
void drop_scratch_postgresql(const std::string& connection, const std::string& scratch);

class WriteAccess {
 public:
  static WritePermit permit() { return {}; }
};

inline std::string postgresql_connection() {
  const char* connection = std::getenv("NRM_TEST_POSTGRESQL");
  return connection == nullptr ? std::string{} : std::string{connection};
}

inline std::vector<Kind> kinds_at_hand() {
  if (postgresql_connection().empty()) return {Kind::sqlite};
  return {Kind::sqlite, Kind::postgresql};
}

// A fresh, empty database of its own, gone with the object.
class TestDatabase {
 public:
  explicit TestDatabase(Kind kind = Kind::sqlite) : kind_{kind} {
    if (kind == Kind::postgresql) scratch_ = create_scratch_postgresql(postgresql_connection());
    if (kind == Kind::sqlite) directory_ = create_scratch_directory();
    database_ = open_again();
  }
  ~TestDatabase() {
    database_.reset();
    if (kind_ == Kind::postgresql) drop_scratch_postgresql(postgresql_connection(), scratch_);
    std::error_code ignored;
    if (kind_ == Kind::sqlite) std::filesystem::remove_all(directory_, ignored);
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  Database& operator*() { return *database_; }
  Database* operator->() { return database_.get(); }
  Database& get() { return *database_; }
  Kind kind() const { return kind_; }
  std::string url() const { return kind_ == Kind::sqlite ? "sqlite:" + file() : "postgresql:" + scratch_; }
  std::string file() const { return directory_ + "/test.db"; }  // SQLite
  const std::string& directory() const { return directory_; }   // SQLite

  void migrate(const std::vector<Schema>& schemas) { Migrator::apply(*database_, schemas); }
  bool write(const std::function<bool(Writer&)>& work) { return database_->write(WriteAccess::permit(), work); }
  void run(std::string_view sql, const Params& params = {}) {
    write([&](Writer& writer) {
      writer.run(sql, params);
      return true;
    });
  }
  Rows query(std::string_view sql, const Params& params = {}) {
    return database_->reading([&](Reader& reader) { return reader.query(sql, params); });
  }
  // As a second server or a restart would: shares the data, nothing else.
  std::unique_ptr<Database> open_again() const {
    Options options;
    options.url = url();
    options.readers = 2;
    return open(options);
  }
  // Closes and opens anew: what a restart keeps.
  void restart() {
    database_.reset();
    database_ = open_again();
  }

 private:
  Kind kind_;
  std::string scratch_;
  std::string directory_;
  std::unique_ptr<Database> database_;
};

// As one test over all databases at hand.
inline void for_each_database(const std::function<void(TestDatabase&)>& test) {
  for (const auto kind : kinds_at_hand()) {
    SCOPED_TRACE(kind == Kind::sqlite ? "on SQLite" : "on PostgreSQL");
    TestDatabase database{kind};
    test(database);
  }
}

// Base of suites that run once for each database at hand.
class OnEachDatabase : public ::testing::TestWithParam<Kind> {
 protected:
  TestDatabase database{GetParam()};
};

inline std::string name_of(const ::testing::TestParamInfo<Kind>& info) {
  return info.param == Kind::sqlite ? "sqlite" : "postgresql";
}

}  // namespace nrm::storage::testing

#define NRM_ON_EACH_DATABASE(suite)                                                                       \
  INSTANTIATE_TEST_SUITE_P(databases, suite, ::testing::ValuesIn(nrm::storage::testing::kinds_at_hand()), \
                           nrm::storage::testing::name_of)
