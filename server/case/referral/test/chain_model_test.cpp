// Random sequences of three teams that are asked in turn, the sender, the person and the clock, against a small model
// that knows nothing of the table of arrows.
#include <cstdlib>

#include <rapidcheck.h>

#include "office.hpp"

namespace nrm::referral::testing {
namespace {

enum class Move { accept, decline, see, contact, recall, redirect, wait, withdraw, sleep, wake };
constexpr int kMoves = 10;

struct Model {
  struct Link {
    std::string state = "draft";
    bool hidden = false;
    bool paused = false;
  };
  std::array<Link, 3> links;
  std::size_t now_asked = 0;
  UtcTime due;
  bool told_late = false;
  bool queued = false;
  bool settled = false;
  MoveOn move_on = MoveOn::when_declined_or_late;

  Link& asked() { return links[now_asked]; }
  bool unanswered() { return asked().state == "sent" || asked().state == "seen"; }
  std::optional<std::size_t> next() const {
    for (std::size_t i = 0; i < links.size(); ++i)
      if (links[i].state == "draft" && !links[i].paused) return i;
    return std::nullopt;
  }
  void ask(std::size_t which, UtcTime now) {
    links[which].state = "sent";
    now_asked = which;
    due = now + std::chrono::hours{24};
    told_late = queued = settled = false;
  }
  // The one before is left, the next is asked; nobody there: the coordinators look.
  void go_on(UtcTime now) {
    const auto to = next();
    if (!to) {
      queued = true;
      return;
    }
    asked().state = "redirected";
    ask(*to, now);
  }
  void end_stand_ins() {
    for (auto& link : links)
      if (link.state == "draft") link.state = "recalled";
  }
  void come_to(const std::string& state) {
    asked().state = state;
    queued = false;
    end_stand_ins();
  }
  void pass_to(UtcTime now) {
    if (!unanswered() || told_late || now < due) return;
    told_late = true;
    if (move_on == MoveOn::never) {
      queued = true;
      return;
    }
    go_on(now);
  }
  // Who refused is the sender's to deal with, unless somebody else is asked by itself.
  bool may_settle() {
    if (asked().state != "declined" || settled) return false;
    return queued || (move_on != MoveOn::when_declined_or_late && !asked().hidden);
  }
};

class Play {
 public:
  Play(Office& office, MoveOn move_on) : office_{office} {
    case_ = std::make_unique<CaseId>(office.open_case());
    auto input = office.asking_in_turn(*case_);
    model.move_on = input.move_on = move_on;
    bases_ = {input.basis, input.alternatives[0].basis, input.alternatives[1].basis};
    sent_ = std::make_unique<Sent>(must(send(office.desk(), office.sender(), input)));
    ids_ = {sent_->id, sent_->stand_ins[0].id, sent_->stand_ins[1].id};
    model.ask(0, sent_->answer_due_at - std::chrono::hours{24});
  }

  void make(Move move, std::size_t who, int hours) {
    switch (move) {
      case Move::accept:
        return accepted(who);
      case Move::decline:
        return declined(who);
      case Move::see:
        return seen(who);
      case Move::contact:
        return contacted();
      case Move::recall:
        return recalled();
      case Move::redirect:
        return redirected();
      case Move::wait:
        return wait(hours);
      case Move::withdraw:
        return withdrawn(who);
      case Move::sleep:
        return slept(who);
      case Move::wake:
        return woken(who);
    }
  }

  void compare() {
    const auto chain = must(read(office_.desk(), office_.sender(), ids_[0])).chain;
    for (std::size_t i = 0; i < ids_.size(); ++i)
      RC_ASSERT(std::string{name_of(chain.at(i).state)} == model.links[i].state);
    const auto asked = must(read(office_.desk(), office_.sender(), ids_[model.now_asked]));
    RC_ASSERT(asked.coordination.has_value() == model.queued);
    const auto sleeping = office_.count(
        "SELECT COUNT(DISTINCT subject) AS n FROM key_seal WHERE dormant <> 0 AND subject IN ($a, $b, $c)",
        {{"a", ids_[0]}, {"b", ids_[1]}, {"c", ids_[2]}});
    RC_ASSERT(sleeping == std::ranges::count(model.links, "draft", &Model::Link::state));
  }

  Model model;

 private:
  access::Session team(std::size_t which) {
    return which == 0 ? office_.receiver() : which == 1 ? office_.stranger() : office_.world.session(office_.keeper);
  }
  bool was_asked(std::size_t which) {
    return office_.count("SELECT COUNT(*) AS n FROM referral WHERE id = $id AND asked = 1", {{"id", ids_[which]}}) == 1;
  }
  template <class T>
  void expect(const Result<T>& result, bool may, const ProblemType& otherwise) {
    RC_ASSERT(result.has_value() == may);
    if (!may) RC_ASSERT(std::string{result.error().type.slug} == std::string{otherwise.slug});
  }
  bool is_up(std::size_t which) { return which == model.now_asked && model.unanswered(); }
  // Whoever was never asked meets nothing.
  const ProblemType& refusal(std::size_t which) {
    return was_asked(which) ? nrm::problems::kConflict : nrm::problems::kNotFound;
  }

  void accepted(std::size_t who) {
    const auto& otherwise = refusal(who);
    expect(accept(office_.desk(), team(who), ids_[who]), is_up(who), otherwise);
    if (is_up(who)) model.come_to("accepted");
  }
  void declined(std::size_t who) {
    const auto& otherwise = refusal(who);
    expect(decline(office_.desk(), team(who), ids_[who], {"no-place", std::nullopt, ""}), is_up(who), otherwise);
    if (!is_up(who)) return;
    model.asked().state = "declined";
    model.queued = false;
    office_.run_jobs();
    if (model.move_on == MoveOn::when_declined_or_late) model.go_on(office_.world.clock.now());
  }
  void seen(std::size_t who) {
    const bool may =
        who == model.now_asked && !model.links[who].hidden &&
        (model.unanswered() || model.asked().state == "accepted" || model.asked().state == "first-contact");
    expect(open(office_.desk(), team(who), ids_[who], "assist", "to answer it"), may, nrm::problems::kNotFound);
    if (may && model.asked().state == "sent") model.asked().state = "seen";
  }
  void contacted() {
    const bool may = model.asked().state == "accepted";
    expect(make_first_contact(office_.desk(), team(model.now_asked), ids_[model.now_asked], office_.world.clock.now()),
           may, nrm::problems::kConflict);
    if (may) model.asked().state = "first-contact";
  }
  void recalled() {
    const auto result = recall(office_.desk(), office_.sender(), ids_[model.now_asked], "sent-in-error");
    if (model.asked().state == "first-contact") return expect(result, false, problems::kHelpBegan);
    const bool may = model.unanswered() || model.asked().state == "accepted";
    const bool settles = model.may_settle();
    expect(result, may || settles, nrm::problems::kConflict);
    if (may) model.come_to("recalled");
    if (!settles) return;
    model.come_to("declined");
    model.settled = true;
  }
  void redirected() {
    const bool open = model.unanswered() || model.asked().state == "declined";
    const auto to = model.next();
    const auto result = redirect(office_.desk(), office_.sender(), ids_[model.now_asked], {});
    expect(result, open && to, open ? problems::kNobodyStandsBy : nrm::problems::kConflict);
    if (!open || !to) return;
    model.asked().state = "redirected";
    model.ask(*to, result->answer_due_at - std::chrono::hours{24});
  }
  void wait(int hours) {
    office_.world.clock.advance(std::chrono::hours{hours});
    office_.run_jobs();
    model.pass_to(office_.world.clock.now());
  }
  void withdrawn(std::size_t who) {
    auto& link = model.links[who];
    if (link.hidden || link.paused) return;
    office_.withdraw(*case_, bases_.at(who));
    link.hidden = true;
    if (link.state == "draft") link.state = "ended";
    const bool open = model.unanswered() || model.asked().state == "accepted" || model.asked().state == "first-contact";
    if (who == model.now_asked && open) model.come_to("ended");
    if (who == model.now_asked) model.queued = false;
  }
  void slept(std::size_t who) {
    auto& link = model.links[who];
    if (link.state != "draft" || link.paused) return;
    must(office_.on_case<void>("basis.pause", *case_, [&](log::Act& act, const access::Permit& permit) {
      return consent::pause(act, permit, *case_, bases_.at(who));
    }));
    link.paused = true;
  }
  void woken(std::size_t who) {
    auto& link = model.links[who];
    if (link.state != "draft" || !link.paused) return;
    must(office_.on_case<void>("basis.resume", *case_, [&](log::Act& act, const access::Permit& permit) {
      return consent::resume(act, permit, office_.pack, *case_, bases_.at(who),
                             {consent::SpokenTo::person, "She says that it may go on.", {}});
    }));
    link.paused = false;
  }

  Office& office_;
  std::unique_ptr<CaseId> case_;
  std::vector<BasisId> bases_;
  std::unique_ptr<Sent> sent_;
  std::vector<ReferralId> ids_;
};

class ChainModelTest : public ::testing::TestWithParam<storage::Kind> {};
NRM_ON_EACH_DATABASE(ChainModelTest);

TEST_P(ChainModelTest, any_sequence_ends_as_the_model_says) {
  // A sequence costs tens of signed and sealed acts; more are asked for by the environment.
  ::setenv("RC_PARAMS", "max_success=12 max_size=16", 0);
  Office office{GetParam()};
  const bool held = rc::check("a chain does what the model says", [&] {
    Play play{office, *rc::gen::element(MoveOn::when_declined_or_late, MoveOn::when_late, MoveOn::never)};
    const auto moves = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, kMoves), rc::gen::inRange(0, 3), rc::gen::inRange(1, 30)));
    for (const auto& [move, who, hours] : moves) {
      play.make(static_cast<Move>(move), static_cast<std::size_t>(who), hours);
      play.compare();
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace nrm::referral::testing
