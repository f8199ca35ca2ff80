#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.hpp"

namespace nrm::storage {
namespace {

class DatabaseTest : public ShopTest {};
NRM_ON_EACH_DATABASE(DatabaseTest);

static_assert(!std::is_default_constructible_v<WritePermit>, "whoever can make one can write without a leaf");

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
  EXPECT_EQ(rows[1].maybe_text("note"), std::nullopt);
}

TEST_P(DatabaseTest, keeps_awkward_text_byte_for_byte) {
  const std::vector<std::string> awkward{"'; DROP TABLE item; --",
                                         "$id $1 :id @id ?",
                                         "\\x00 \\' \\\\",
                                         "\"quoted\"",
                                         "\x01\x02\x7f\t\r\n",
                                         "\xEF\xBB\xBF"
                                         "bom",
                                         "\xE2\x80\xAE"
                                         "right to left",
                                         "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
                                         "Z\xCC\x8D\xCC\x90\xCC\x84",
                                         "\xEF\xBF\xBE\xEF\xBF\xBF",
                                         "\xF4\x8F\xBF\xBF",
                                         " leading and trailing ",
                                         "NULL",
                                         "0x7B",
                                         std::string(200'000, 'x')};
  for (std::size_t i = 0; i < awkward.size(); ++i) {
    database.run("INSERT INTO item (id, amount, note, raw) VALUES ($id, $i, $note, $raw)",
                 {{"id", awkward[i].substr(0, 100)}, {"i", i}, {"note", awkward[i]}, {"raw", bytes_of(awkward[i])}});
    const auto rows = database.query("SELECT note, raw FROM item WHERE note = $note", {{"note", awkward[i]}});
    ASSERT_EQ(rows.size(), 1U) << awkward[i].substr(0, 100);
    EXPECT_EQ(rows[0].text("note"), awkward[i]);
    EXPECT_EQ(rows[0].blob("raw"), bytes_of(awkward[i]));
  }
}

TEST_P(DatabaseTest, keeps_every_byte_in_a_blob) {
  Bytes all;
  for (int i = 0; i < 65536; ++i) all.push_back(static_cast<std::uint8_t>(i * 31 >> (i % 7)));
  database.run("INSERT INTO item (id, amount, raw) VALUES ('x', 1, $raw)", {{"raw", all}});
  EXPECT_EQ(database.query("SELECT raw FROM item WHERE raw = $raw", {{"raw", all}}).at(0).blob("raw"), all);
}

TEST_P(DatabaseTest, refuses_text_that_one_of_the_databases_could_not_hold) {
  for (const auto& text : {std::string{"a\0b", 3}, std::string{"\xff\xfe"}, std::string{"\xed\xa0\x80"}})
    EXPECT_THROW(database.query("SELECT id FROM item WHERE id = $id", {{"id", text}}), std::logic_error);
}

TEST_P(DatabaseTest, an_act_that_says_no_or_throws_leaves_nothing) {
  EXPECT_FALSE(database.write([](Writer& writer) {
    add(writer, "a", 1);
    return false;
  }));
  EXPECT_THROW(database.write([](Writer& writer) -> bool {
    add(writer, "b", 1);
    throw std::runtime_error{"on purpose"};
  }),
               std::runtime_error);
  EXPECT_EQ(count_items(), 0);
  database.write([](Writer& writer) {
    add(writer, "c", 1);
    return true;
  });
  EXPECT_EQ(count_items(), 1);
}

TEST_P(DatabaseTest, counts_the_rows_changed) {
  database.write([](Writer& writer) {
    for (const auto* id : {"a", "b", "c"}) add(writer, id, 1);
    EXPECT_EQ(writer.run("UPDATE item SET amount = 2 WHERE id <> $id", {{"id", "a"}}), 2);
    EXPECT_EQ(writer.run("UPDATE item SET amount = 2 WHERE id = $id", {{"id", "nobody"}}), 0);
    EXPECT_EQ(writer.run("INSERT INTO item (id, amount) VALUES ('a', 1) ON CONFLICT DO NOTHING"), 0);
    EXPECT_EQ(writer.run("INSERT INTO item (id, amount) VALUES ('a', 5) ON CONFLICT (id) DO UPDATE SET amount = 5"), 1);
    EXPECT_EQ(writer.query("DELETE FROM item WHERE amount = $two RETURNING id", {{"two", 2}}).size(), 2U);
    return true;
  });
  EXPECT_EQ(count_items(), 1);
}

TEST_P(DatabaseTest, a_parameter_is_used_and_given_or_a_bug) {
  EXPECT_THROW(database.query("SELECT id FROM item WHERE id = $id"), std::logic_error);
  EXPECT_THROW(database.query("SELECT id FROM item", {{"id", "a"}}), std::logic_error);
  EXPECT_THROW(database.query("SELECT id FROM item WHERE id = $id", {{"id", "a"}, {"id", "b"}}), std::logic_error);
  EXPECT_THROW(database.query("SELECT id FROM item WHERE id = ?", {{"id", "a"}}), std::logic_error);
  EXPECT_NO_THROW(
      database.query("SELECT id FROM item WHERE id = $a OR note = $a OR id = $b", {{"b", "1"}, {"a", "2"}}));
}

TEST_P(DatabaseTest, the_same_statement_takes_null_and_value_in_turn) {
  for (int i = 0; i < 6; ++i) {
    const auto note = i % 2 == 0 ? std::optional<std::string>{"n"} : std::nullopt;
    database.run("INSERT INTO item (id, amount, note) VALUES ($id, 1, $note)",
                 {{"id", std::to_string(i)}, {"note", note}});
  }
  EXPECT_EQ(database.query("SELECT id FROM item WHERE note IS NULL").size(), 3U);
}

TEST_P(DatabaseTest, a_broken_statement_is_a_bug) {
  EXPECT_THROW(database.query("SELECT nothing FROM nowhere"), std::logic_error);
  EXPECT_THROW(database.query("SELEC"), std::logic_error);
  EXPECT_THROW(database.query(""), std::logic_error);
  EXPECT_THROW(database.query("SELECT 1 AS a; SELECT 2 AS b"), std::logic_error);
  EXPECT_EQ(count_items(), 0) << "the connection serves on";
}

TEST_P(DatabaseTest, nobody_ends_the_transaction_from_inside) {
  for (const auto* sql : {"COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT x", "RELEASE act", "PRAGMA user_version", "END"}) {
    EXPECT_THROW(database.run(sql), std::logic_error) << sql;
    EXPECT_THROW(database.query(sql), std::logic_error) << sql;
  }
}

TEST_P(DatabaseTest, a_reader_cannot_write) {
  for (const auto* sql :
       {"INSERT INTO item (id, amount) VALUES ('a', 1)", "DELETE FROM item RETURNING id", "UPDATE item SET amount = 1",
        "CREATE TABLE more (id TEXT)", "WITH x AS (SELECT 1 AS n) INSERT INTO item (id, amount) SELECT 'a', n FROM x"})
    EXPECT_THROW(database.query(sql), std::logic_error) << sql;
  EXPECT_EQ(count_items(), 0);
}

TEST_P(DatabaseTest, a_reader_sees_one_moment) {
  database->read([&](Reader& reader) {
    EXPECT_EQ(reader.query("SELECT COUNT(*) AS n FROM item")[0].integer("n"), 0);
    std::thread{[&] { database.run("INSERT INTO item (id, amount) VALUES ('a', 1)"); }}.join();
    EXPECT_EQ(reader.query("SELECT COUNT(*) AS n FROM item")[0].integer("n"), 0);
  });
  EXPECT_EQ(count_items(), 1);
}

TEST_P(DatabaseTest, says_which_constraint_a_row_breaks) {
  const auto kind_of_fault = [&](std::string_view sql) {
    try {
      database.run(sql);
    } catch (const ConstraintViolation& fault) {
      return fault.kind();
    }
    throw std::logic_error{"it was allowed"};
  };
  database.run("INSERT INTO item (id, amount) VALUES ('a', 1)");
  using enum ConstraintViolation::Kind;
  EXPECT_EQ(kind_of_fault("INSERT INTO item (id, amount) VALUES ('a', 1)"), unique);
  EXPECT_EQ(kind_of_fault("INSERT INTO strict_part (id, item_id) VALUES ('p', 'nobody')"), foreign_key);
  EXPECT_EQ(kind_of_fault("INSERT INTO item (id) VALUES ('b')"), other);
  EXPECT_EQ(kind_of_fault("INSERT INTO item (amount) VALUES (1)"), other);
}

TEST_P(DatabaseTest, a_fault_ends_the_act_even_where_it_is_caught) {
  database.run("INSERT INTO item (id, amount) VALUES ('a', 1)");
  EXPECT_THROW(database.write([](Writer& writer) {
    add(writer, "b", 1);
    EXPECT_THROW(add(writer, "a", 1), ConstraintViolation);
    EXPECT_THROW(add(writer, "c", 1), DatabaseError);
    return true;
  }),
               DatabaseError);
  EXPECT_EQ(count_items(), 1);
}

TEST_P(DatabaseTest, a_deferred_foreign_key_may_come_late_but_must_come) {
  EXPECT_TRUE(database.write([](Writer& writer) {
    writer.run("INSERT INTO part (id, item_id) VALUES ('p', 'a')");
    add(writer, "a", 1);
    return true;
  }));
  EXPECT_THROW(database.run("INSERT INTO part (id, item_id) VALUES ('q', 'nobody')"), ConstraintViolation);
  EXPECT_EQ(database.query("SELECT id FROM part").size(), 1U);
}

TEST_P(DatabaseTest, a_write_inside_a_write_is_refused) {
  EXPECT_THROW(database.write([&](Writer&) { return database.write([](Writer&) { return true; }); }), std::logic_error);
  EXPECT_NO_THROW(database.run("INSERT INTO item (id, amount) VALUES ('a', 1)"));
}

TEST_P(DatabaseTest, sums_counts_and_truths_are_integers) {
  database.write([](Writer& writer) {
    add(writer, "a", 4'000'000'000'000'000'000);
    add(writer, "b", -3'999'999'999'999'980'000);
    return true;
  });
  const auto row = database.query(
      "SELECT SUM(amount) AS total, COUNT(*) AS n, MAX(amount) AS top, EXISTS (SELECT 1 FROM item) AS some, "
      "SUM(amount) - SUM(amount) AS none FROM item")[0];
  EXPECT_EQ(row.integer("total"), 20'000);
  EXPECT_EQ(row.integer("n"), 2);
  EXPECT_EQ(row.integer("top"), 4'000'000'000'000'000'000);
  EXPECT_TRUE(row.flag("some"));
  EXPECT_EQ(row.integer("none"), 0);
  EXPECT_THROW(database.query("SELECT 1.5 AS half"), std::logic_error);
}

TEST_P(DatabaseTest, order_is_binary_and_like_minds_the_case) {
  for (const auto* id : {"b", "B", "a", "Ж", "_", "Z"})
    database.run("INSERT INTO item (id, amount) VALUES ($id, 1)", {{"id", id}});
  std::vector<std::string> order;
  for (const auto& row : database.query("SELECT id FROM item ORDER BY id")) order.push_back(row.text("id"));
  EXPECT_THAT(order, ::testing::ElementsAre("B", "Z", "_", "a", "b", "Ж"));
  EXPECT_EQ(database.query("SELECT id FROM item WHERE id LIKE 'b%'").size(), 1U);
}

TEST_P(DatabaseTest, a_row_is_asked_by_its_own_names_and_types) {
  database.run("INSERT INTO item (id, amount) VALUES ('a', 1)");
  const auto row = database.query("SELECT id, amount FROM item")[0];
  EXPECT_THROW(row.text("note"), std::logic_error);
  EXPECT_THROW(row.text("amount"), std::logic_error);
  EXPECT_THROW(row.integer("id"), std::logic_error);
}

TEST_P(DatabaseTest, a_restart_keeps_what_was_acknowledged) {
  database.run("INSERT INTO item (id, amount) VALUES ('a', 1)");
  database.restart();
  EXPECT_EQ(count_items(), 1);
}

TEST_P(DatabaseTest, statements_follow_a_changed_schema) {
  EXPECT_EQ(database.query("SELECT * FROM item").size(), 0U);
  database.run("INSERT INTO item (id, amount) VALUES ('a', 1)");
  EXPECT_THROW(database.query("SELECT * FROM item")[0].text("extra"), std::logic_error);
  database.migrate(
      {Schema{"shop", {{1, "items", kShopTables}, {2, "extra", "ALTER TABLE item ADD COLUMN extra TEXT"}}, {}}});
  database.run("UPDATE item SET extra = 'new'");
  EXPECT_EQ(database.query("SELECT * FROM item")[0].text("extra"), "new");
}

}  // namespace
}  // namespace nrm::storage
