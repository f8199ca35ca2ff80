#include "nrm/jobs/jobs.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nrm/storage/testing.hpp"

namespace nrm::jobs {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The wall may be moved without the machine's own clock.
class TwoClocks final : public Clock {
 public:
  UtcTime now() const override { return UtcTime::from_unix_us(wall_us); }
  std::chrono::microseconds monotonic() const override { return std::chrono::microseconds{monotonic_us}; }
  void pass(std::chrono::microseconds span) {
    wall_us += span.count();
    monotonic_us += span.count();
  }
  void set_wall_by(std::chrono::microseconds span) { wall_us += span.count(); }

 private:
  std::atomic<std::int64_t> wall_us{1'518'652'800'000'000};  // 15 February 2018
  std::atomic<std::int64_t> monotonic_us{5'000'000};
};

class JobsTest : public storage::testing::OnEachDatabase {
 protected:
  JobsTest() { database.migrate({schema()}); }

  void schedule_in(std::string id, std::chrono::microseconds span, std::string kind = "clock.due") {
    database.write([&](storage::Writer& writer) {
      schedule(writer, {id, kind, "subject-of-" + id, clock.now() + span});
      return true;
    });
  }
  // A consequence as a module writes it: takes the job in its own act.
  Handler taking(std::vector<std::string>& into) {
    return [&](const Job& job) {
      if (database.write([&](storage::Writer& writer) { return take(writer, job); })) into.push_back(job.subject);
    };
  }
  Runner runner(Handler handler, std::optional<UtcTime> latest_known = {}) {
    return Runner{*database,
                  clock,
                  {{"clock.due", std::move(handler)}},
                  [this](std::string_view what) { alarms.emplace_back(what); },
                  latest_known};
  }

  TwoClocks clock;
  std::vector<std::string> done;
  std::vector<std::string> alarms;
};
NRM_ON_EACH_DATABASE(JobsTest);

TEST_P(JobsTest, runs_what_is_due_in_order_and_once) {
  schedule_in("late", 2h);
  schedule_in("second", 1min);
  schedule_in("first", 0s);
  auto runs = runner(taking(done));
  EXPECT_EQ(runs.run_due(), 1);
  clock.pass(1min);
  EXPECT_EQ(runs.run_due(), 1);
  EXPECT_EQ(runs.run_due(), 0);
  EXPECT_THAT(done, ElementsAre("subject-of-first", "subject-of-second"));
}

TEST_P(JobsTest, more_jobs_than_one_lease_holds_are_all_run) {
  for (int i = 0; i < 40; ++i) schedule_in("job-" + std::to_string(i), 0s);
  EXPECT_EQ(runner(taking(done)).run_due(), 40);
  EXPECT_EQ(done.size(), 40U);
}

TEST_P(JobsTest, the_same_id_again_replaces_the_time) {
  schedule_in("a", 0s);
  schedule_in("a", 1h);
  auto runs = runner(taking(done));
  EXPECT_EQ(runs.run_due(), 0);
  clock.pass(1h);
  EXPECT_EQ(runs.run_due(), 1);
}

TEST_P(JobsTest, a_cancelled_job_does_not_run) {
  schedule_in("a", 0s);
  database.write([](storage::Writer& writer) {
    cancel(writer, "a");
    return true;
  });
  EXPECT_EQ(runner(taking(done)).run_due(), 0);
}

TEST_P(JobsTest, a_job_put_off_while_it_runs_has_no_consequence_yet) {
  schedule_in("a", 0s);
  auto runs = runner([&](const Job& job) {
    schedule_in("a", 1h);
    taking(done)(job);
  });
  runs.run_due();
  EXPECT_THAT(done, IsEmpty());
  clock.pass(1h);
  EXPECT_EQ(runner(taking(done)).run_due(), 1);
}

TEST_P(JobsTest, a_failed_job_is_tried_again_less_and_less_often) {
  schedule_in("a", 0s);
  int tries = 0;
  auto runs = runner([&](const Job&) {
    ++tries;
    throw std::runtime_error{"the mail server is away"};
  });
  std::vector<int> tried_at;
  for (int second = 0; second < 40; ++second) {
    const auto before = tries;
    runs.run_due();
    if (tries != before) tried_at.push_back(second);
    clock.pass(1s);
  }
  EXPECT_THAT(tried_at, ElementsAre(0, 1, 3, 7, 15, 31));
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_THAT(alarms[0], ::testing::HasSubstr("the mail server is away"));
}

TEST_P(JobsTest, a_kind_that_nobody_knows_waits_for_a_server_that_does) {
  schedule_in("a", 0s, "newer.kind");
  EXPECT_EQ(runner(taking(done)).run_due(), 0);
  clock.pass(1min);
  Runner newer{*database, clock, {{"newer.kind", taking(done)}}, [](std::string_view) {}};
  EXPECT_EQ(newer.run_due(), 1);
}

TEST_P(JobsTest, two_servers_share_and_nothing_happens_twice) {
  constexpr int kJobs = 60;
  for (int i = 0; i < kJobs; ++i) schedule_in("job-" + std::to_string(i), 0s);
  const auto other = database.open_again();
  std::atomic<int> consequences{0};
  const auto serve = [&](storage::Database& own) {
    Runner runs{
        own,
        clock,
        {{"clock.due",
          [&](const Job& job) {
            if (own.write(storage::testing::WriteAccess::permit(), [&](auto& writer) { return take(writer, job); }))
              ++consequences;
          }}},
        [](std::string_view) {}};
    for (int i = 0; i < 20; ++i) {
      try {
        runs.run_due();
      } catch (const storage::SerializationFailure&) {
        // The serving thread, too, comes back a second later.
      }
    }
  };
  std::thread one{[&] { serve(*database); }}, two{[&] { serve(*other); }};
  one.join();
  two.join();
  clock.pass(2h);
  serve(*database);
  EXPECT_EQ(consequences, kJobs);
  EXPECT_TRUE(database.query("SELECT id FROM job").empty());
}

TEST_P(JobsTest, what_a_dead_server_had_leased_is_run_when_the_lease_is_over) {
  schedule_in("a", 0s);
  database.run("UPDATE job SET lease_until = $until", {{"until", clock.now() + 60s}});
  auto runs = runner(taking(done));
  EXPECT_EQ(runs.run_due(), 0);
  clock.pass(61s);
  EXPECT_EQ(runs.run_due(), 1);
}

TEST_P(JobsTest, holds_everything_while_the_wall_clock_is_off_and_says_so_once) {
  schedule_in("a", 30min);
  auto runs = runner(taking(done));
  EXPECT_FALSE(runs.is_holding());
  clock.set_wall_by(2h);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(runs.run_due(), 0);
  EXPECT_EQ(alarms.size(), 1U);
  EXPECT_TRUE(runs.is_holding());
  clock.set_wall_by(-2h);
  clock.pass(30min);
  EXPECT_EQ(runs.run_due(), 1) << "set right, it goes on";
  EXPECT_FALSE(runs.is_holding());
}

TEST_P(JobsTest, a_server_that_starts_before_what_was_last_written_holds_until_its_clock_is_set_right) {
  schedule_in("a", 30min);
  const auto written = clock.now() + 2h;
  clock.pass(45min);
  auto runs = runner(taking(done), written);
  EXPECT_EQ(runs.run_due(), 0);
  EXPECT_EQ(alarms.size(), 1U);
  clock.set_wall_by(2h);
  EXPECT_EQ(runs.run_due(), 1) << "set right, it goes on";
  clock.set_wall_by(-2h);
  schedule_in("b", -1min);
  EXPECT_EQ(runs.run_due(), 0) << "moved again, it holds again";
}

TEST_P(JobsTest, a_server_that_starts_a_little_before_what_was_last_written_holds_nothing) {
  schedule_in("a", 0s);
  auto runs = runner(taking(done), clock.now() + 59min);
  EXPECT_EQ(runs.run_due(), 1);
  EXPECT_THAT(alarms, IsEmpty());
}

TEST_P(JobsTest, a_small_correction_of_the_clock_holds_nothing) {
  schedule_in("a", 30min);
  auto runs = runner(taking(done));
  clock.set_wall_by(31min);
  EXPECT_EQ(runs.run_due(), 1);
  EXPECT_THAT(alarms, IsEmpty());
}

TEST_P(JobsTest, survives_a_restart) {
  schedule_in("a", 1min);
  database.restart();
  clock.pass(1min);
  EXPECT_EQ(runner(taking(done)).run_due(), 1);
}

TEST_P(JobsTest, the_serving_thread_runs_jobs_and_stops_when_told) {
  std::atomic<int> count{0};
  Runner runs{*database,
              clock,
              {{"clock.due",
                [&](const Job& job) {
                  database.write([&](storage::Writer& writer) { return take(writer, job); });
                  ++count;
                }}},
              [](std::string_view) {}};
  runs.start();
  schedule_in("a", 0s);
  for (int i = 0; i < 500 && count == 0; ++i) std::this_thread::sleep_for(10ms);
  runs.stop();
  EXPECT_EQ(count, 1);
  schedule_in("b", 0s);
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace nrm::jobs
