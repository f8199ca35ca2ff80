// A few tables for this module's own tests.
#pragma once

#include <gtest/gtest.h>

#include "nrm/storage/testing.hpp"

namespace nrm::storage {

inline constexpr std::string_view kShopTables = R"(CREATE TABLE item (
  id TEXT PRIMARY KEY, amount BIGINT NOT NULL, note TEXT, raw BLOB)  -- BIGINT and BLOB here stay as they are
--
CREATE TABLE part (id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE strict_part (id TEXT PRIMARY KEY, item_id TEXT NOT NULL REFERENCES item (id)))";

inline std::vector<Schema> shop_schemas() {
  return {Schema{"shop", {{1, "items", kShopTables}}, {"part"}}};
}

class ShopTest : public testing::OnEachDatabase {
 protected:
  ShopTest() { database.migrate(shop_schemas()); }
  static void add(Writer& writer, std::string_view id, std::int64_t amount) {
    writer.run("INSERT INTO item (id, amount) VALUES ($id, $amount)", {{"id", id}, {"amount", amount}});
  }
  std::int64_t count_items() { return database.query("SELECT COUNT(*) AS n FROM item")[0].integer("n"); }
  std::int64_t amount_of(std::string_view id) {
    return database.query("SELECT amount FROM item WHERE id = $id", {{"id", id}}).at(0).integer("amount");
  }
};

}  // namespace nrm::storage
