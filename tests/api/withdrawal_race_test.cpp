// A withdrawal on one server against readers on another, both on one database: no read that began after the commit
// gives plaintext. V15.4.2, V8.3.2.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "local_client.hpp"
#include "nrm/storage/testing.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kReads = 10'000;
constexpr int kReaders = 4;                       // two on each of two cores: enough to stand in each other's way
constexpr int kBefore = kReads / 5;               // reads before the withdrawal begins
constexpr std::chrono::seconds kPatience{90};     // a machine too busy for all of them by then: what raced must do
constexpr int kFewest = 400;                      // fewer prove nothing
constexpr std::chrono::seconds kUntilRefused{1};  // what is promised

struct Counts {
  std::atomic<int> begun = 0, opened = 0, refused = 0, after = 0, opened_after = 0, other = 0;
  std::atomic<Steady::rep> committed = 0;
  std::atomic<Steady::rep> last_opened = 0;
};

class Race {
 public:
  explicit Race(const std::string& url) : world_{7, url} {}

  void run() {
    prepare();
    const app::InstanceOptions options{&world_.clock(), &random_, {8192, 1}, 1U << 20U};
    app::Instance first{world_.folder(), options};
    app::Instance second{world_.folder(), options};
    const auto began = Steady::now();
    {
      std::vector<std::jthread> readers;
      for (int i = 0; i < kReaders; ++i) readers.emplace_back([&] { read(second); });
      while (counts.begun < kBefore && Steady::now() - began < kPatience / 2 && !std::getenv("NRM_LONG"))
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
      withdraw(first);
    }
    took = Steady::now() - began;
  }

  Counts counts;
  Steady::duration took{};
  int withdrawal_status = 0;

 private:
  json::value must(const app::testing::Account& who, Method method, const std::string& path, const json::value& body,
                   int status) {
    const auto answer = world_.call(who, method, path, body.is_null() ? "" : json::serialize(body));
    if (answer.status != status) throw std::runtime_error{path + ": " + answer.body};
    return answer.body.empty() ? json::value{} : json::parse(answer.body);
  }

  void prepare() {
    using access::Role;
    const auto post = world_.add_team("Border post", "border-service", "identification", "identification");
    const auto shelter = world_.add_team("Shelter", "ngo", "protection", "shelter");
    officer_ = world_.add_member("Officer", post, {Role::identifying_officer});
    provider_ = world_.add_member("Provider", shelter, {Role::service_provider});
    json::object values{{"casework.age-class", json::object{{"class", "adult"}, {"reason", "passport"}}},
                        {"casework.summary", kSecret}};
    case_ = "/api/v1/cases/" +
            text_of(must(officer_, Method::post, "/api/v1/cases", json::object{{"values", values}}, 201), "id");
    json::array points;
    for (const auto point : pathway::kConsentPoints) points.emplace_back(point);
    const auto basis = text_of(must(officer_, Method::post, case_ + "/bases",
                                    json::object{{"decision", "consent"},
                                                 {"purpose", "assist"},
                                                 {"receiver_team_id", shelter},
                                                 {"field_groups", json::array{"situation"}},
                                                 {"language", "en"},
                                                 {"interpreter", json::object{{"used", true}, {"name", "I"}}},
                                                 {"points", points},
                                                 {"until", "2026-04-30"},
                                                 {"spoken_to", "person"}},
                                    201),
                               "id");
    const auto sent = must(officer_, Method::post, "/api/v1/referrals",
                           json::object{{"case_id", case_.substr(case_.rfind('/') + 1)},
                                        {"basis_id", basis},
                                        {"receiver_team_id", shelter},
                                        {"need", "shelter"},
                                        {"fields", json::array{"casework.summary"}},
                                        {"urgent", false}},
                           201);
    opening_ = "/api/v1/referrals/" + text_of(sent, "id") + "/opening";
    must(provider_, Method::post, opening_, reason(), 201);
    officer_token_ = world_.token_of(officer_);
    provider_token_ = world_.token_of(provider_);
  }

  static json::object reason() { return {{"purpose", "assist"}, {"reason", "to help"}}; }

  bool goes_on(Steady::time_point began) const {
    return counts.begun < kReads && (std::getenv("NRM_LONG") || Steady::now() - began < kPatience);
  }

  void read(app::Instance& server) {
    app::LocalClient client{server};
    const auto body = json::serialize(reason());
    for (const auto began = Steady::now(); goes_on(began);) {
      ++counts.begun;
      const bool after = counts.committed != 0;
      const auto answer = client.call(Method::post, opening_, body, provider_token_);
      const bool opened = answer.body.find(kSecret) != std::string::npos;
      counts.opened += opened ? 1 : 0;
      counts.refused += answer.status == 404 ? 1 : 0;
      counts.other += !opened && answer.status != 404 ? 1 : 0;
      counts.after += after ? 1 : 0;
      counts.opened_after += after && opened ? 1 : 0;
      if (opened) counts.last_opened = Steady::now().time_since_epoch().count();
    }
  }

  // The commit lies before the answer; a read that begins after the answer began after the commit.
  void withdraw(app::Instance& server) {
    app::LocalClient client{server};
    for (int tries = 0; tries < 20 && withdrawal_status != 201; ++tries)
      withdrawal_status =
          client.call(Method::post, case_ + "/withdrawals", R"({"scope":"all"})", officer_token_).status;
    counts.committed = Steady::now().time_since_epoch().count();
  }

  static constexpr const char* kSecret = "zqsecretofrace";
  World world_;
  SystemRandom random_;
  app::testing::Account officer_, provider_;
  std::string case_, opening_, officer_token_, provider_token_;
};

TEST(WithdrawalRace, V8_3_2_V15_4_2_NoReadOnASecondServerAfterTheCommitGivesPlaintext) {
  storage::testing::for_each_database([](storage::testing::TestDatabase& database) {
    Race race{database.kind() == storage::Kind::sqlite ? "sqlite" : database.url()};
    race.run();
    const auto& counts = race.counts;
    ASSERT_EQ(race.withdrawal_status, 201);
    EXPECT_EQ(counts.opened_after.load(), 0);
    EXPECT_GT(counts.opened.load(), 0);
    EXPECT_GT(counts.after.load(), kFewest);
    EXPECT_EQ(counts.opened + counts.refused + counts.other, counts.begun.load());
    const Steady::duration late{counts.last_opened - counts.committed};
    EXPECT_LT(late, Steady::duration{kUntilRefused});
    std::printf("%d reads raced in %.1f s: %d opened, %d refused, %d began after the commit, %d otherwise\n",
                counts.begun.load(), std::chrono::duration<double>(race.took).count(), counts.opened.load(),
                counts.refused.load(), counts.after.load(), counts.other.load());
  });
}

}  // namespace
}  // namespace nrm::api
