#include <atomic>
#include <barrier>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nrm/storage/testing.hpp"

namespace nrm::storage {
namespace {

using testing::WriteAccess;

constexpr std::string_view kTables = R"(CREATE TABLE item (id TEXT PRIMARY KEY, amount BIGINT NOT NULL, note TEXT, raw BLOB)
--
CREATE TABLE part (id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED))";

class DatabaseTest : public testing::OnEachDatabase {
 protected:
  DatabaseTest() { database.migrate({Schema{"shop", {{1, "items", kTables}}, {}}}); }
  static void add(Writer& writer, std::string_view id, std::int64_t amount) {
    writer.run("INSERT INTO item (id, amount) VALUES ($id, $amount)", {{"id", id}, {"amount", amount}});
  }
  std::int64_t count_items() { return database.query("SELECT COUNT(*) AS n FROM item")[0].integer("n"); }
};
NRM_ON_EACH_DATABASE(DatabaseTest);

TEST_P(DatabaseTest, gives_back_what_was_written) {
  const Bytes raw{0, 1, 255, 0};
  database.run("INSERT INTO item (id, amount, note, raw) VALUES ($id, $amount, $note, $raw)",
               {{"id", "a"}, {"amount", -9223372036854775807LL}, {"note", "Ковальчук"}, {"raw", raw}});
  const auto row = database.query("SELECT * FROM item")[0];
  EXPECT_EQ(row.text("id"), "a");
  EXPECT_EQ(row.integer("amount"), -9223372036854775807LL);
  EXPECT_EQ(row.maybe_text("note"), "Ковальчук");
  EXPECT_EQ(row.blob("raw"), raw);
}

TEST_P(DatabaseTest, tells_null_from_empty) {
  database.run("INSERT INTO item (id, amount, note, raw) VALUES ($id, 1, $note, $raw)",
               {{"id", "empty"}, {"note", ""}, {"raw", Bytes{}}});
  database.run("INSERT INTO item (id, amount, note, raw) VALUES ($id, 1, $note, $raw)",
               {{"id", "null"}, {"note", std::nullopt}, {"raw", std::optional<Bytes>{}}});
  const auto rows = database.query("SELECT * FROM item ORDER BY id");
  EXPECT_EQ(rows[0].text("note"), "");
  EXPECT_EQ(rows[0].blob("raw"), Bytes{});
  EXPECT_TRUE(rows[1].is_null("note"));
  EXPECT_TRUE(rows[1].is_null("raw"));
}

}  // namespace
}  // namespace nrm::storage
