// Random sequences by both teams, a third one, the person and the clock, with referrals, new values and new keys in
// between, against a small model that knows nothing of the table of arrows.
#include <cstdlib>

#include <rapidcheck.h>

#include "hand_over_world.hpp"

namespace nrm::handover::testing {
namespace {

enum class Move { offer, accept, decline, take_back, complete, withdraw, agree, write, rekey, refer, wait, stranger };
constexpr int kMoves = 12;

struct Model {
  std::string state = "none";
  bool agreed = true;
  bool complete = true;
  bool moved = false;
  UtcTime lapses_at, basis_until;
};

class Play {
 public:
  explicit Play(HandoverWorld& w) : w_{w}, case_{w.open_case()}, basis_{w.agree(case_, w.shelter(), kAllGroups, 40)} {
    take_until();
  }

  void make(Move move, int hours) {
    switch (move) {
      case Move::offer:
        return make_offer();
      case Move::accept:
        return make_acceptance();
      case Move::decline:
        return end(waiting([&] { return decline(w_.desk(), w_.receiver(), *offer_, {"no-place", ""}); }), "declined");
      case Move::take_back:
        return end(waiting([&] { return take_back(w_.desk(), w_.giver(), *offer_); }), "taken-back");
      case Move::complete:
        if (offer_ && complete(w_.desk(), w_.giver(), *offer_)) model.complete = true;
        return;
      case Move::withdraw:
        return make_withdrawal();
      case Move::agree:
        return make_agreement();
      case Move::write:
        return make_value(hours);
      case Move::rekey:
        return make_keys();
      case Move::refer:
        return make_referral();
      case Move::wait:
        return wait(hours);
      case Move::stranger:
        if (offer_) RC_ASSERT(!accept(w_.desk(), w_.stranger(), *offer_).has_value());
        return;
    }
  }

  void compare() {
    if (offer_) {
      const auto view = must(read(w_.desk(), w_.giver(), *offer_));
      RC_ASSERT(std::string{name_of(view.summary.state)} == model.state);
      RC_ASSERT(view.complete == (model.state != "offered" || model.complete));
    }
    RC_ASSERT((w_.seals_of(w_.shelter(), true) > 0) == (model.state == "offered"));
    RC_ASSERT((w_.reads(w_.receiver(), case_, "casework.summary") == "Found at the crossing with two others.") ==
              model.moved);
    RC_ASSERT((w_.reads(w_.giver(), case_, "casework.summary") == "Found at the crossing with two others.") ==
              !model.moved);
  }

  Model model;

 private:
  void take_until() {
    model.basis_until =
        w_.world.database.query("SELECT until FROM consent_basis WHERE id = $id", {{"id", basis_}}).at(0).time("until");
  }
  Result<State> waiting(const std::function<Result<State>()>& act) {
    return offer_ ? act() : Result<State>{fail(nrm::problems::kConflict)};
  }
  void end(const Result<State>& done, const std::string& to) {
    RC_ASSERT(done.has_value() == (model.state == "offered"));
    if (done) model.state = to;
  }
  void make_offer() {
    const auto made = offer(w_.desk(), w_.giver(), {case_, w_.shelter(), false, ""});
    RC_ASSERT(made.has_value() == (!model.moved && model.agreed && model.state != "offered"));
    if (!made) return;
    offer_ = made->id;
    model.state = "offered";
    model.complete = true;
    model.lapses_at = w_.world.clock.now() + kLongestOffer;
  }
  void make_acceptance() {
    if (!offer_) return;
    const auto done = accept(w_.desk(), w_.receiver(), *offer_);
    RC_ASSERT(done.has_value() == (model.state == "offered" && model.complete));
    if (!done) return;
    model.state = "accepted";
    model.moved = true;
  }
  void make_withdrawal() {
    if (model.moved || !model.agreed) return;
    w_.withdraw(case_, basis_);
    model.agreed = false;
    if (model.state == "offered") model.state = "stopped";
  }
  void make_agreement() {
    if (model.moved || model.agreed) return;
    basis_ = w_.agree(case_, w_.shelter(), kAllGroups, 40);
    take_until();
    model.agreed = true;
  }
  void make_value(int hours) {
    const auto* field = hours % 2 == 0 ? "justice.case-number" : "whereabouts.stays-at";
    RC_ASSERT(w_.write(w_.giver(), case_, field, hours % 2 == 0 ? "yes" : "12 Test street").has_value() ==
              !model.moved);
  }
  void make_keys() {
    const auto session = model.moved ? w_.receiver() : w_.giver();
    for (bool more = true; more;)
      more =
          must(w_.as<casefile::Rekeyed>(session, "case.rekey", case_, [&](log::Act& act, const access::Permit& permit) {
            return casefile::rekey_case(act, permit, case_);
          })).more;
  }
  void make_referral() {
    if (model.moved || referred_) return;
    w_.refer_to(case_, w_.clinic.team);
    referred_ = true;
    model.complete = model.complete && model.state != "offered";
  }
  void wait(int hours) {
    w_.world.clock.advance(std::chrono::hours{hours * 8});
    w_.run_jobs();
    const auto now = w_.world.clock.now();
    const bool over = model.agreed && now >= model.basis_until;
    if (model.state == "offered" && (over || now >= model.lapses_at))
      model.state = over && model.basis_until < model.lapses_at ? "stopped" : "expired";
    if (over) model.agreed = false;
  }

  HandoverWorld& w_;
  CaseId case_;
  BasisId basis_;
  std::optional<HandoverId> offer_;
  bool referred_ = false;
};

class ModelTest : public ::testing::TestWithParam<storage::Kind> {};
NRM_ON_EACH_DATABASE(ModelTest);

TEST_P(ModelTest, any_sequence_ends_as_the_model_says) {
  // A sequence costs hundreds of signed and sealed acts; more are asked for by the environment.
  ::setenv("RC_PARAMS", "max_success=8 max_size=14", 0);
  const bool held = rc::check("a hand-over does what the model says", [&] {
    HandoverWorld w{GetParam()};
    Play play{w};
    const auto moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, kMoves), rc::gen::inRange(1, 30)));
    for (const auto& [move, hours] : moves) {
      play.make(static_cast<Move>(move), hours);
      play.compare();
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace nrm::handover::testing
