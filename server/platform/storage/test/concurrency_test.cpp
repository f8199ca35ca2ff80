#include <atomic>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

#include "shop.hpp"

namespace nrm::storage {
namespace {

class ConcurrencyTest : public ShopTest {
 protected:
  // Reads, thinks, writes back: an update is lost wherever two of them overlap unseen.
  static bool increment(Writer& writer) {
    const auto amount = writer.query_one("SELECT amount FROM item WHERE id = 'counter'")->integer("amount");
    writer.run("UPDATE item SET amount = $next WHERE id = 'counter'", {{"next", amount + 1}});
    return true;
  }
  static void in_threads(int count, const std::function<void(int)>& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
    for (auto& thread : threads) thread.join();
  }
};
NRM_ON_EACH_DATABASE(ConcurrencyTest);

TEST_P(ConcurrencyTest, eight_writers_lose_no_update_and_none_is_refused) {
  constexpr int kWriters = 8, kActs = 25;
  database.run("INSERT INTO item (id, amount) VALUES ('counter', 0)");
  in_threads(kWriters, [&](int) {
    for (int i = 0; i < kActs; ++i) EXPECT_TRUE(database.write(increment));
  });
  EXPECT_EQ(amount_of("counter"), kWriters * kActs);
}

TEST_P(ConcurrencyTest, two_servers_lose_no_update) {
  constexpr int kActs = 20;
  database.run("INSERT INTO item (id, amount) VALUES ('counter', 0)");
  const auto other = database.open_again();
  std::atomic<int> kept{0};
  in_threads(4, [&](int thread) {
    auto& server = thread % 2 == 0 ? *database : *other;
    for (int i = 0; i < kActs; ++i) {
      try {
        kept += server.write(testing::WriteAccess::permit(), increment) ? 1 : 0;
      } catch (const SerializationFailure&) {
        // Told to the caller, so not lost.
      }
    }
  });
  EXPECT_GE(kept, kActs) << "conflicts between servers must not starve the acts";
  EXPECT_EQ(amount_of("counter"), kept);
}

TEST_P(ConcurrencyTest, one_act_that_fails_takes_no_other_with_it) {
  constexpr int kActs = 40;
  std::atomic<int> refused{0};
  in_threads(8, [&](int thread) {
    for (int i = 0; i < kActs / 8; ++i) {
      const auto id = std::to_string(thread) + "-" + std::to_string(i);
      try {
        database.write([&](Writer& writer) {
          add(writer, id, 1);
          if (thread % 4 == 0) writer.run("INSERT INTO part (id, item_id) VALUES ($id, 'nobody')", {{"id", id}});
          if (thread % 4 == 1) throw std::runtime_error{"on purpose"};
          return thread % 4 != 2;
        });
      } catch (const std::exception&) {
        ++refused;
      }
    }
  });
  EXPECT_EQ(refused, kActs / 2);
  EXPECT_EQ(count_items(), kActs / 4);
}

TEST_P(ConcurrencyTest, reads_go_on_beside_writes_and_see_whole_acts) {
  database.write([](Writer& writer) {
    add(writer, "left", 500);
    add(writer, "right", 500);
    return true;
  });
  std::atomic<bool> done{false};
  std::thread mover{[&] {
    for (int i = 0; i < 30; ++i)
      database.write([](Writer& writer) {
        writer.run("UPDATE item SET amount = amount - 1 WHERE id = 'left'");
        writer.run("UPDATE item SET amount = amount + 1 WHERE id = 'right'");
        return true;
      });
    done = true;
  }};
  while (!done) EXPECT_EQ(database.query("SELECT SUM(amount) AS n FROM item")[0].integer("n"), 1000);
  mover.join();
  EXPECT_EQ(amount_of("right"), 530);
}

}  // namespace
}  // namespace nrm::storage
