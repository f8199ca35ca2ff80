#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <future>
#include <latch>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shop.hpp"

namespace nrm::storage {
namespace {

enum class Disk { sound, fails_sync, full };

// A disk that fails on demand: stands before the machine's own, as SQLite's default, while it lives.
class FaultyDisk {
 public:
  FaultyDisk() : real_{sqlite3_vfs_find(nullptr)}, vfs_{*real_} {
    state() = Disk::sound;
    vfs_.zName = "faulty";
    vfs_.pAppData = real_;
    vfs_.xOpen = open_file;
    sqlite3_vfs_register(&vfs_, 1);
  }
  ~FaultyDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
  }
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  void become(Disk disk) { state() = disk; }

 private:
  static std::atomic<Disk>& state() {
    static std::atomic<Disk> disk{Disk::sound};
    return disk;
  }
  // The main file's methods know shared memory, the others' do not; writing and syncing are the same for all.
  static sqlite3_io_methods& faulty_methods(bool is_main) {
    static std::array<sqlite3_io_methods, 2> methods{};
    return methods[is_main ? 1 : 0];
  }
  static const sqlite3_io_methods*& real_methods() {
    static const sqlite3_io_methods* methods = nullptr;
    return methods;
  }
  static int sync_file(sqlite3_file* file, int flags) {
    return state() == Disk::fails_sync ? SQLITE_IOERR_FSYNC : real_methods()->xSync(file, flags);
  }
  static int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    return state() == Disk::full ? SQLITE_FULL : real_methods()->xWrite(file, bytes, count, at);
  }
  static int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto* real = static_cast<sqlite3_vfs*>(vfs->pAppData);
    const int code = real->xOpen(real, name, file, flags, out_flags);
    if (code != SQLITE_OK || file->pMethods == nullptr) return code;
    auto& faulty = faulty_methods((flags & SQLITE_OPEN_MAIN_DB) != 0);
    real_methods() = file->pMethods;
    faulty = *file->pMethods;
    faulty.xSync = sync_file;
    faulty.xWrite = write_file;
    file->pMethods = &faulty;
    return code;
  }

  sqlite3_vfs* real_;
  sqlite3_vfs vfs_;
};

class SqliteTest : public ::testing::Test {
 protected:
  static void add(Writer& writer, std::string_view id) {
    writer.run("INSERT INTO item (id, amount) VALUES ($id, 1)", {{"id", id}});
  }
};

TEST_F(SqliteTest, acts_that_wait_together_share_one_fsync) {
  testing::TestDatabase database;
  database.migrate(shop_schemas());
  const auto before = database->statistics();
  std::promise<void> begun;
  std::promise<void> go;
  auto gone = go.get_future().share();
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    database.write([&](Writer& writer) {
      begun.set_value();
      gone.wait();
      add(writer, "first");
      return true;
    });
  });
  begun.get_future().wait();
  std::latch asked{10};
  for (int i = 0; i < 10; ++i)
    threads.emplace_back([&, i] {
      asked.count_down();
      database.run("INSERT INTO item (id, amount) VALUES ($id, 1)", {{"id", std::to_string(i)}});
    });
  asked.wait();
  std::this_thread::sleep_for(std::chrono::milliseconds{200});
  go.set_value();
  for (auto& thread : threads) thread.join();
  const auto after = database->statistics();
  EXPECT_EQ(after.acts - before.acts, 11);
  // Not 2: a slow machine may hold a thread back between asking and waiting in line.
  EXPECT_LE(after.commits - before.commits, 6);
  EXPECT_EQ(database.query("SELECT id FROM item").size(), 11U);
}

TEST_F(SqliteTest, an_act_that_changes_nothing_waits_for_no_disk) {
  testing::TestDatabase database;
  database.migrate(shop_schemas());
  const auto before = database->statistics().commits;
  database.write([](Writer&) { return false; });
  EXPECT_EQ(database->statistics().commits, before);
}

TEST_F(SqliteTest, after_a_failed_fsync_nothing_is_acknowledged_or_tried_again) {
  FaultyDisk disk;
  const auto directory = testing::create_scratch_directory();
  std::atomic<int> lost{0};
  {
    const auto database = open({"sqlite:" + directory + "/a.db", 2, [&](std::string_view) { ++lost; }});
    Migrator::apply(*database, shop_schemas());
    const auto write = [&](std::string_view id) {
      database->write(testing::WriteAccess::permit(), [&](Writer& writer) {
        add(writer, id);
        return true;
      });
    };
    write("kept");
    disk.become(Disk::fails_sync);
    EXPECT_THROW(write("unsure"), DatabaseError);
    EXPECT_EQ(lost, 1);
    disk.become(Disk::sound);
    EXPECT_THROW(write("after"), DatabaseError) << "even though the disk answers again";
    EXPECT_EQ(lost, 1);
  }
  std::filesystem::remove_all(directory);
}

TEST_F(SqliteTest, by_default_a_failed_fsync_ends_the_process) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        FaultyDisk disk;
        testing::TestDatabase database;
        disk.become(Disk::fails_sync);
        database.run("CREATE TABLE t (id TEXT)");
      },
      "did not take a write for certain");
}

TEST_F(SqliteTest, a_full_disk_refuses_the_act_and_the_server_lives) {
  FaultyDisk disk;
  testing::TestDatabase database;
  database.migrate(shop_schemas());
  database.run("INSERT INTO item (id, amount) VALUES ('a', 1)");
  disk.become(Disk::full);
  EXPECT_THROW(database.run("INSERT INTO item (id, amount) VALUES ('b', 1)"), DiskFull);
  EXPECT_EQ(database.query("SELECT id FROM item").size(), 1U) << "reads go on";
  disk.become(Disk::sound);
  database.run("INSERT INTO item (id, amount) VALUES ('c', 1)");
  EXPECT_EQ(database.query("SELECT id FROM item").size(), 2U);
}

TEST_F(SqliteTest, the_log_of_changes_goes_home_and_does_not_grow_for_ever) {
  testing::TestDatabase database;
  database.migrate(shop_schemas());
  for (int i = 0; i < 20; ++i)
    database.run("INSERT INTO item (id, amount, raw) VALUES ($id, 1, $raw)",
                 {{"id", std::to_string(i)}, {"raw", Bytes(1'000'000, 7)}});
  EXPECT_LT(std::filesystem::file_size(database.file() + "-wal"), 12'000'000U);
  EXPECT_GT(std::filesystem::file_size(database.file()), 10'000'000U);
}

TEST_F(SqliteTest, copies_one_moment_while_acts_go_on) {
  testing::TestDatabase database;
  database.migrate(shop_schemas());
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writer{[&] {
    for (int i = 0; !stop; written = ++i)
      database.write([&](Writer& w) {
        add(w, "a" + std::to_string(i));
        add(w, "b" + std::to_string(i));
        return true;
      });
  }};
  const auto path = database.directory() + "/copy.db";
  while (written == 0) std::this_thread::yield();
  database->copy_to(path);
  stop = true;
  writer.join();
  const auto copy = open({"sqlite:" + path, 1, {}});
  const auto count = copy->reading([](Reader& r) { return r.query("SELECT COUNT(*) AS n FROM item")[0].integer("n"); });
  EXPECT_GT(count, 0);
  EXPECT_EQ(count % 2, 0) << "never half an act";
  EXPECT_THROW(database->copy_to(path), DatabaseError) << "a copy overwrites nothing";
}

TEST_F(SqliteTest, the_file_and_its_copy_are_for_their_own_account_only) {
  testing::TestDatabase database;
  database.run("CREATE TABLE t (id TEXT)");
  database->copy_to(database.directory() + "/copy.db");
  for (const auto* name : {"/test.db", "/test.db-wal", "/copy.db"}) {
    struct stat status {};
    ASSERT_EQ(::stat((database.directory() + name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << name;
  }
}

TEST_F(SqliteTest, erased_bytes_do_not_stay_in_the_file) {
  testing::TestDatabase database;
  database.migrate(shop_schemas());
  database.run("INSERT INTO item (id, amount, note) VALUES ('a', 1, 'CANARY-8231')");
  database.run("DELETE FROM item");
  const auto path = database.directory() + "/copy.db";
  database->copy_to(path);
  std::string bytes(std::filesystem::file_size(path), '\0');
  std::unique_ptr<FILE, int (*)(FILE*)> file{std::fopen(path.c_str(), "rb"), std::fclose};
  ASSERT_EQ(std::fread(bytes.data(), 1, bytes.size(), file.get()), bytes.size());
  EXPECT_EQ(bytes.find("CANARY-8231"), std::string::npos);
}

TEST_F(SqliteTest, refuses_a_place_it_cannot_open) {
  EXPECT_THROW(open({"sqlite:/nowhere/at/all.db", 1, {}}), DatabaseError);
  EXPECT_THROW(open({"mysql:x", 1, {}}), DatabaseError);
}

}  // namespace
}  // namespace nrm::storage
