// Random sequences by custodians, the member, bystanders and the clock against a small model that knows nothing of
// rows.
#include <cstdlib>

#include <rapidcheck.h>

#include "custody_world.hpp"

namespace nrm::access::testing {
namespace {

enum class Move { request, first, second, third, bystander, administrator, herself, cancel, cancel_own, recover, wait };
constexpr int kMoves = 11;

struct Model {
  CustodyState state = CustodyState::done;  // nothing runs
  std::set<std::string> approved;
  UtcTime opens, expires;

  bool runs() const {
    return state == CustodyState::waiting || state == CustodyState::open || state == CustodyState::approved;
  }
  void begin(UtcTime now) {
    state = CustodyState::waiting;
    approved.clear();
    opens = now + kCustodyDelay;
    expires = opens + kCustodyLasts;
  }
  void pass_to(UtcTime now) {
    if (state == CustodyState::waiting && now >= opens) state = CustodyState::open;
    if (runs() && now >= expires) state = CustodyState::expired;
  }
  // What a custodian is told; nothing where her approval counts.
  std::optional<ProblemType> approve(const std::string& who) {
    if (state == CustodyState::waiting) return problems::kCustodyTooEarly;
    if (state != CustodyState::open || approved.contains(who)) return nrm::problems::kConflict;
    approved.insert(who);
    if (approved.size() == 2) state = CustodyState::approved;
    return std::nullopt;
  }
};

class Play {
 public:
  explicit Play(CustodyWorld& world) : world_{world}, lost_{world.lost} {}

  void make(Move move, int hours) {
    ready(world_.officer);
    if (!request_ && move != Move::wait) move = Move::request;
    switch (move) {
      case Move::request:
        return request();
      case Move::first:
        return approve(world_.officer);
      case Move::second:
        return approve(world_.second);
      case Move::third:
        return approve(world_.third);
      case Move::bystander:
        return refused(world_.border_manager);
      case Move::administrator:
        return refused(world_.administrator);
      case Move::herself:
        return refused(lost_);
      case Move::cancel:
        return cancel(world_.third);
      case Move::cancel_own:
        return cancel(lost_);
      case Move::recover:
        return recover();
      case Move::wait:
        return wait(std::chrono::hours{hours});
    }
  }
  void compare() {
    if (!request_) return;
    RC_ASSERT(std::string{name_of(world_.state_of(*request_))} == std::string{name_of(model_.state)});
    const auto parts = world_.count("custody_part WHERE request = $id", {{"id", *request_}});
    RC_ASSERT(parts == (model_.runs() ? static_cast<std::int64_t>(model_.approved.size()) : 0));
  }
  void finish() {
    if (model_.runs()) must(cancel_custody(world_.context(), world_.session(world_.third), *request_));
    world_.lost = lost_;
  }

 private:
  // Signing in moves the clock: what fell due on the way is done before the move.
  void ready(const Person& person) {
    world_.session(person);
    wait(std::chrono::seconds{0});
  }
  void wait(std::chrono::microseconds time) {
    world_.wait(time);
    model_.pass_to(world_.clock.now());
  }
  void request() {
    const auto asked = request_account(world_.context(), world_.session(world_.officer), {lost_.id, "document-seen"});
    RC_ASSERT(asked.has_value() == !model_.runs());
    if (!asked) return;
    request_ = *asked;
    codes_.clear();
    model_.begin(world_.clock.now());
  }
  void approve(const Person& by) {
    ready(by);
    const auto expected = model_.approve(by.account);
    const auto code = world_.approve_by(by, *request_);
    RC_ASSERT(code.has_value() == !expected.has_value());
    if (!code) {
      RC_ASSERT(std::string{code.error().type.slug} == std::string{expected->slug});
    } else {
      codes_.push_back(**code);
    }
  }
  void refused(const Person& by) {
    ready(by);
    const auto code = world_.approve_by(by, *request_);
    RC_ASSERT(!code.has_value());
    RC_ASSERT(std::string{code.error().type.slug} == std::string{nrm::problems::kNotFound.slug});
  }
  void cancel(const Person& by) {
    ready(by);
    const auto stopped = cancel_custody(world_.context(), world_.session(by), *request_);
    RC_ASSERT(stopped.has_value() == model_.runs());
    if (stopped) model_.state = CustodyState::cancelled;
  }
  // With the codes of the last request, whatever became of it.
  void recover() {
    if (codes_.empty()) return;
    wait(std::chrono::minutes{20});  // past any throttling
    const auto codes = CustodyWorld::codes(lost_, codes_.front(), codes_.back());
    const auto factor = prepare_account(world_.context(), codes);
    RC_ASSERT(factor.has_value() == (model_.state == CustodyState::approved));
    if (!factor) return;
    lost_.totp = CustodyWorld::totp_in(factor->totp_uri);
    lost_.password = "amber tram Tuesday 88 fiddle";
    RC_ASSERT(world_.come_back(codes, lost_.totp, lost_.password).has_value());
    model_.state = CustodyState::done;
  }

  CustodyWorld& world_;
  Person lost_;
  Model model_;
  std::optional<CustodyRequestId> request_;
  std::vector<SecretText> codes_;
};

class CustodyModelTest : public ::testing::TestWithParam<storage::Kind> {};
NRM_ON_EACH_DATABASE(CustodyModelTest);

TEST_P(CustodyModelTest, any_sequence_ends_as_the_model_says) {
  // A move costs several signed and sealed acts; more are asked for by the environment.
  ::setenv("RC_PARAMS", "max_success=20 max_size=25", 0);
  CustodyWorld world{{.kind = GetParam()}};
  world.name_custodians();
  world.next_morning();
  const bool held = rc::check("a request does what the model says", [&] {
    Play play{world};
    const auto moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, kMoves), rc::gen::inRange(1, 60)));
    for (const auto& [move, hours] : moves) {
      play.make(static_cast<Move>(move), hours);
      play.compare();
    }
    play.finish();
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace nrm::access::testing
