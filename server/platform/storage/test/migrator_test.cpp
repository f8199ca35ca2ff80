#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nrm/storage/testing.hpp"

namespace nrm::storage {
namespace {

constexpr std::string_view kFirst = "CREATE TABLE person (id TEXT PRIMARY KEY, age BIGINT, picture BLOB)";
constexpr std::string_view kSecond =
    "CREATE INDEX person_age ON person (age)\n--\nINSERT INTO person (id, age) VALUES ('a -- b', 7);\n--\n";

class MigratorTest : public testing::OnEachDatabase {
 protected:
  static Schema people(std::vector<Migration> migrations) { return {"people", std::move(migrations), {}}; }
  std::string refusal(const std::vector<Schema>& schemas) {
    try {
      database.migrate(schemas);
    } catch (const DatabaseError& fault) {
      return fault.what();
    }
    return "";
  }
};
NRM_ON_EACH_DATABASE(MigratorTest);

TEST_P(MigratorTest, applies_in_order_once_and_goes_on_where_it_stopped) {
  database.migrate({people({{1, "people", kFirst}})});
  database.migrate({people({{1, "people", kFirst}, {2, "ages", kSecond}})});
  database.migrate({people({{1, "people", kFirst}, {2, "ages", kSecond}})});
  EXPECT_EQ(database.query("SELECT id FROM person").at(0).text("id"), "a -- b");
  EXPECT_EQ(database.query("SELECT number FROM schema_migration").size(), 2U);
}

TEST_P(MigratorTest, a_later_module_may_lean_on_an_earlier_one) {
  const Schema pets{
      "pets", {{1, "pets", "CREATE TABLE pet (id TEXT PRIMARY KEY, owner TEXT REFERENCES person (id))"}}, {}};
  database.migrate({people({{1, "people", kFirst}}), pets});
  EXPECT_THROW(database.run("INSERT INTO pet (id, owner) VALUES ('rex', 'nobody')"), ConstraintViolation);
}

TEST_P(MigratorTest, refuses_a_text_changed_after_it_was_applied) {
  database.migrate({people({{1, "people", kFirst}})});
  const auto changed = std::string{kFirst} + " ";
  EXPECT_THAT(refusal({people({{1, "people", changed}})}), ::testing::HasSubstr("people 1"));
}

TEST_P(MigratorTest, refuses_a_gap_and_a_database_newer_than_the_program) {
  EXPECT_THAT(refusal({people({{1, "people", kFirst}, {3, "ages", kSecond}})}), ::testing::HasSubstr("people 3"));
  database.migrate({people({{1, "people", kFirst}, {2, "ages", kSecond}})});
  EXPECT_THAT(refusal({people({{1, "people", kFirst}})}), ::testing::HasSubstr("people 2"));
  database.run("DELETE FROM schema_migration WHERE number = 1");
  EXPECT_THAT(refusal({people({{1, "people", kFirst}, {2, "ages", kSecond}})}), ::testing::HasSubstr("people 2"));
}

TEST_P(MigratorTest, a_broken_migration_leaves_nothing_of_itself) {
  const auto broken = "CREATE TABLE half (id TEXT PRIMARY KEY)\n--\nCREATE NONSENSE";
  EXPECT_THAT(refusal({people({{1, "people", kFirst}, {2, "half", broken}})}), ::testing::HasSubstr("people 2"));
  EXPECT_THROW(database.query("SELECT id FROM half"), std::logic_error);
  EXPECT_EQ(database.query("SELECT number FROM schema_migration").size(), 1U);
}

TEST_P(MigratorTest, four_processes_at_once_apply_it_once) {
  const std::vector<Schema> schemas{people({{1, "people", kFirst}, {2, "ages", kSecond}})};
  std::vector<std::unique_ptr<Database>> servers;
  for (int i = 0; i < 4; ++i) servers.push_back(database.open_again());
  std::vector<std::thread> threads;
  for (auto& server : servers) threads.emplace_back([&] { EXPECT_NO_THROW(Migrator::apply(*server, schemas)); });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(database.query("SELECT id FROM person").size(), 1U);
}

TEST_P(MigratorTest, a_column_holds_only_its_own_type) {
  database.migrate({people({{1, "people", kFirst}})});
  EXPECT_THROW(database.run("INSERT INTO person (id, age) VALUES ('a', $age)", {{"age", "old"}}), std::logic_error);
  EXPECT_THROW(database.run("INSERT INTO person (id, picture) VALUES ('a', $picture)", {{"picture", 1}}),
               std::logic_error);
}

}  // namespace
}  // namespace nrm::storage
