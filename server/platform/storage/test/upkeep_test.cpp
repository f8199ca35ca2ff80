#include <gtest/gtest.h>

#include "shop.hpp"

namespace nrm::storage {
namespace {

class UpkeepTest : public ShopTest {
 protected:
  void keep_up(std::string_view sql) {
    Upkeep{*database, {"part"}}.write([&](Writer& writer) {
      writer.run(sql);
      return true;
    });
  }
};
NRM_ON_EACH_DATABASE(UpkeepTest);

TEST_P(UpkeepTest, writes_the_listed_tables) {
  database.run("INSERT INTO item (id, amount) VALUES ('a', 1)");
  keep_up("INSERT INTO part (id, item_id) VALUES ('p', 'a')");
  keep_up("update PART set id = 'q'");
  EXPECT_EQ(database.query("SELECT id FROM part")[0].text("id"), "q");
  keep_up("DELETE FROM part");
  EXPECT_TRUE(database.query("SELECT id FROM part").empty());
}

TEST_P(UpkeepTest, refuses_every_other) {
  for (const auto* sql :
       {"INSERT INTO item (id, amount) VALUES ('part', 1)", "UPDATE item SET note = 'part'", "DELETE FROM item",
        "DROP TABLE part", "CREATE TABLE x (id TEXT)", "REPLACE INTO item (id, amount) VALUES ('a', 1)",
        "WITH x AS (SELECT 1 AS n) DELETE FROM item", "INSERT OR REPLACE INTO item (id, amount) VALUES ('a', 1)",
        "DELETE FROM main.item", "UPDATE \"item\" SET amount = 1", "/* INSERT INTO part */ DELETE FROM item"})
    EXPECT_THROW(keep_up(sql), std::logic_error) << sql;
}

TEST_P(UpkeepTest, refuses_a_write_that_comes_as_a_question) {
  EXPECT_THROW((Upkeep{*database, {"part"}}.write([](Writer& writer) {
                 writer.query("DELETE FROM item RETURNING id");
                 return true;
               })),
               std::logic_error);
}

}  // namespace
}  // namespace nrm::storage
