#include <latch>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.hpp"

namespace nrm::storage {
namespace {

class PostgresqlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (testing::postgresql_connection().empty()) GTEST_SKIP() << "no PostgreSQL at hand";
    database.emplace(Kind::postgresql);
    database->migrate(shop_schemas());
    database->run("INSERT INTO item (id, amount) VALUES ('x', 10), ('y', 10)");
  }
  // Ends every other session of the database, as a restart of the server would.
  void cut_connections() {
    const auto other = database->open_again();
    other->read([](Reader& reader) {
      reader.query(
          "SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    });
  }
  std::optional<testing::TestDatabase> database;
};

// Each takes from one account after looking at both: together they would overdraw, one after the other they do not.
TEST_F(PostgresqlTest, an_act_that_lost_a_race_is_run_again_on_what_is_there_now) {
  std::latch both_have_looked{2};
  std::atomic<int> runs{0}, paid{0};
  const auto pay = [&](std::string_view from) {
    bool first = true;
    database->write([&](Writer& writer) {
      ++runs;
      const auto total = writer.query_one("SELECT SUM(amount) AS n FROM item")->integer("n");
      if (std::exchange(first, false)) both_have_looked.arrive_and_wait();
      if (total < 20) return false;
      writer.run("UPDATE item SET amount = amount - 15 WHERE id = $from", {{"from", from}});
      ++paid;
      return true;
    });
  };
  std::thread one{[&] { pay("x"); }}, two{[&] { pay("y"); }};
  one.join();
  two.join();
  // Not 3: the act that lost may meet the winner once more before its commit has ended.
  EXPECT_GE(runs, 3);
  EXPECT_GE((*database)->statistics().reruns, 1);
  EXPECT_EQ(database->query("SELECT SUM(amount) AS n FROM item")[0].integer("n"), 5);
}

TEST_F(PostgresqlTest, an_act_is_tried_three_times_and_then_told) {
  int runs = 0;
  EXPECT_THROW(database->write([&](Writer&) -> bool {
    ++runs;
    throw SerializationFailure{"again"};
  }),
               SerializationFailure);
  EXPECT_EQ(runs, 3);
}

TEST_F(PostgresqlTest, goes_on_after_the_server_came_back) {
  EXPECT_EQ(database->query("SELECT id FROM item").size(), 2U);
  cut_connections();
  EXPECT_EQ(database->query("SELECT id FROM item").size(), 2U);
  database->run("INSERT INTO item (id, amount) VALUES ('z', 1)");
  cut_connections();
  database->run("INSERT INTO item (id, amount) VALUES ('w', 1)");
  EXPECT_EQ(database->query("SELECT id FROM item").size(), 4U);
}

TEST_F(PostgresqlTest, refuses_a_server_that_does_not_wait_for_the_disk) {
  try {
    open({database->url() + " options='-c synchronous_commit=off'", 1, {}});
    FAIL() << "it was accepted";
  } catch (const DatabaseError& fault) {
    EXPECT_THAT(fault.what(), ::testing::HasSubstr("synchronous_commit"));
  }
}

TEST_F(PostgresqlTest, an_unreachable_server_is_told_at_start) {
  EXPECT_THROW(open({"postgresql:host=127.0.0.1 port=1 connect_timeout=2", 1, {}}), DatabaseError);
}

TEST_F(PostgresqlTest, does_not_pretend_to_copy) {
  EXPECT_THROW((*database)->copy_to("/tmp/never"), DatabaseError);
}

}  // namespace
}  // namespace nrm::storage
