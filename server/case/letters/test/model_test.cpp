// Random sequences of a hospital, a guesser, the team and the clock against a small model that knows nothing of the
// table of steps.
#include <cstdlib>

#include <rapidcheck.h>

#include "nrm/casefile/life.hpp"
#include "nrm/consent/taken_back.hpp"
#include "office.hpp"

namespace nrm::letters::testing {
namespace {

enum class Move { copy, yes, no, old_code, guess, slip, record, recall, wait, jobs, close, word, tell };
constexpr int kMoves = 13;
// Its last check symbol does not fit.
constexpr const char* kSlip = "0000-0000-0000-0000-0000-0001";

struct Model {
  std::string state = "sent";
  bool coded = false;
  int guesses = 0;
  bool withdrawn = false;
  bool to_tell = false;
  UtcTime due;

  bool page_takes(UtcTime now) const { return state == "sent" && coded && guesses < kMaxTries && now < due; }
  bool open() const { return state == "sent" || state == "expired"; }
  void take_back() {
    if (withdrawn || (!open() && state != "accepted")) return;
    withdrawn = true;
    // Whoever said yes by phone expects her as much as whoever holds the paper.
    to_tell = coded || state == "accepted";
    go(open(), "recalled");
  }
  bool go(bool may, const std::string& to) {
    if (may) state = to;
    return may;
  }
  // The clock's act comes when jobs run, however late; until then the letter only looks as if it waited.
  void run_jobs(UtcTime now) { go(state == "sent" && now >= due, "expired"); }
};

class Play {
 public:
  explicit Play(Office& office) : office_{office}, sent_{office.send_one()}, other_{office.send_one()} {
    model.due = sent_.until;
    foreign_ = office.new_code(other_.id);
  }

  void make(Move move, int hours) {
    auto& world = office_.world;
    const auto now = world.clock.now();
    switch (move) {
      case Move::copy:
        return copy();
      case Move::yes:
        return said(code_, true, model.go(model.page_takes(now), "accepted"));
      case Move::no:
        return said(code_, false, model.go(model.page_takes(now), "declined"));
      case Move::old_code:
        return said(before_, true, false);
      case Move::guess:
        return said(foreign_, true, false);
      case Move::slip:
        return said(kSlip, true, false);
      case Move::record:
        return moved(record_answer(office_.desk(), office_.sender(), sent_.id, {true, "", How::phone}),
                     model.go(model.open(), "accepted"));
      case Move::recall:
        return moved(recall(office_.desk(), office_.sender(), sent_.id, "other"), model.go(model.open(), "recalled"));
      case Move::wait:
        return world.clock.advance(std::chrono::hours{hours});
      case Move::jobs:
        office_.run_jobs();
        return model.run_jobs(now);
      case Move::close:
        office_.react(casefile::kCaseClosed, office_.seen(sent_.id).case_id.text());
        (void)model.go(model.open(), "recalled");
        return;
      case Move::word:
        office_.react(consent::kAllTakenBack, office_.seen(sent_.id).case_id.text());
        return model.take_back();
      case Move::tell:
        moved(tell_partner(office_.desk(), office_.sender(), sent_.id, How::paper), model.to_tell);
        model.to_tell = false;
        return;
    }
  }

  void compare() {
    const auto view = office_.seen(sent_.id);
    RC_ASSERT(std::string{name_of(view.state)} == model.state);
    RC_ASSERT(view.answered_at.has_value() == (model.state == "accepted" || model.state == "declined"));
    RC_ASSERT(view.code_usable == (model.state == "sent" && model.coded && model.guesses < kMaxTries));
    RC_ASSERT(view.withdrawn_at.has_value() == model.withdrawn);
    RC_ASSERT(waits() == (model.open() || model.to_tell));
  }

  Model model;

 private:
  bool waits() {
    for (const auto& item : office_.waiting())
      if (item.id == sent_.id.text()) return item.kind != "read-letter-answer";
    return false;
  }

  void copy() {
    const auto copied = make_copy(office_.desk(), office_.sender(), sent_.id, {"en"}, Office::kAddress);
    RC_ASSERT(copied.has_value() == (model.state == "sent"));
    if (!copied) return;
    before_ = code_;
    code_ = code_on(Office::paper_of(*copied));
    model.coded = true;
    model.guesses = 0;
  }

  // A whole code that brings nothing is a try, whatever is wrong.
  void said(const std::string& code, bool accepted, bool expected) {
    const Submission submission{sent_.reference, code, accepted, accepted ? "" : "no-place", next_network()};
    RC_ASSERT(answer(office_.desk(), submission).has_value() == expected);
    if (!expected && !code.empty() && code != kSlip) ++model.guesses;
  }
  // The throttle of networks has a test of its own.
  std::string next_network() { return "network " + std::to_string(++networks_); }

  template <class T>
  static void moved(const Result<T>& done, bool expected) {
    RC_ASSERT(done.has_value() == expected);
    if (!done) RC_ASSERT(done.error().type.slug == nrm::problems::kConflict.slug);
  }

  Office& office_;
  Sent sent_, other_;
  std::string code_, before_, foreign_;
  int networks_ = 0;
};

TEST(LettersModel, any_sequence_ends_as_the_model_says) {
  Office office{storage::Kind::sqlite};
  // Each step is some acts: a hundred sequences would take minutes and find what ten find.
  setenv("RC_PARAMS", "max_success=10 max_size=12", 0);
  EXPECT_TRUE(rc::check([&] {
    Play play{office};
    const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, kMoves), rc::gen::inRange(1, 200)));
    for (const auto& [move, hours] : steps) {
      play.make(static_cast<Move>(move), hours);
      play.compare();
    }
  }));
}

}  // namespace
}  // namespace nrm::letters::testing
