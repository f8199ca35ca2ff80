// Random sequences by the sender, the receiver, a third team, the person and the clock against a small model that knows
// nothing of the table of arrows.
#include <cstdlib>

#include <rapidcheck.h>

#include "office.hpp"

namespace nrm::referral::testing {
namespace {

enum class Move {
  open,
  accept,
  decline,
  recall,
  contact,
  begin,
  complete,
  end,
  wait,
  withdraw,
  stranger,
  wrong_side,
  ask
};
constexpr int kMoves = 13;

struct Model {
  std::string state = "sent";
  bool hidden = false;
  bool settled = false;
  bool over = false;  // its basis, after an answer: the help goes on and the reading ends
  bool reminded = false;
  bool overdue = false;
  UtcTime warn_at, due_at, basis_until;
  std::optional<UtcTime> contact_warn_at, contact_due_at;
  std::vector<std::string> history{"sent"};

  bool unanswered() const { return state == "sent" || state == "seen"; }
  bool helping() const { return state == "accepted" || state == "first-contact" || state == "under-way"; }
  bool go(bool may, const std::string& to) {
    if (!may) return false;
    state = to;
    history.push_back(to);
    return true;
  }
  // Of what came to nothing the sender says once that nobody is needed any more.
  bool settle() {
    if (hidden || settled || (state != "declined" && state != "expired")) return false;
    history.emplace_back("settled");
    return settled = true;
  }
  // What falls due while nobody looks falls due in its order.
  void pass_to(UtcTime now) {
    if (unanswered() && !reminded && now >= warn_at) (reminded = true, history.emplace_back("reminder"));
    // Nobody stands by: the coordinators are asked.
    if (unanswered() && !overdue && now >= due_at) {
      overdue = true;
      history.insert(history.end(), {"overdue", "queued"});
    }
    std::multimap<UtcTime, std::function<void()>> events;
    const auto remind = [&](std::optional<UtcTime>& at, const char* what) {
      if (at && now >= *at)
        events.emplace(*at, [this, &at, what] {
          at.reset();
          if (state == "accepted") history.emplace_back(what);
        });
    };
    remind(contact_warn_at, "first-contact-reminder");
    remind(contact_due_at, "first-contact-overdue");
    if (now >= basis_until) events.emplace(basis_until, [this] { end_basis(); });
    for (const auto& [at, happen] : events) happen();
  }
  void end_basis() {
    if (unanswered()) go(true, "expired");
    if (hidden || over || is_closed()) return;
    over = true;
    history.emplace_back("basis-ended");
  }
  bool is_closed() const { return state == "declined" || state == "recalled" || state == "expired"; }
  bool readable() const { return !hidden && !over && !is_closed(); }
};

class Play {
 public:
  explicit Play(Office& office) : office_{office} {
    case_ = std::make_unique<CaseId>(office.open_case());
    basis_ = std::make_unique<BasisId>(office.consent_to(*case_, office.shelter(), {"identity", "health"}, 2));
    auto input = office.asking(*case_, *basis_);
    input.urgent = true;
    sent_ = std::make_unique<Sent>(must(send(office.desk(), office.sender(), input)));
    const auto row =
        office.world.database.query("SELECT warn_at, due_at FROM referral WHERE id = $id", {{"id", sent_->id}});
    model.warn_at = row.at(0).time("warn_at");
    model.due_at = row.at(0).time("due_at");
    model.basis_until = office.world.database.query("SELECT until FROM consent_basis WHERE id = $id", {{"id", *basis_}})
                            .at(0)
                            .time("until");
  }

  void make(Move move, int hours) {
    const auto desk = office_.desk();
    const auto& id = sent_->id;
    const std::string before = model.state;
    switch (move) {
      case Move::open:
        return opened(open(desk, office_.receiver(), id, "assist", "to answer it"));
      case Move::accept:
        moved(accept(desk, office_.receiver(), id), model.go(model.unanswered(), "accepted"));
        return wait_for_contact();
      case Move::decline:
        return moved(decline(desk, office_.receiver(), id, {"no-place", std::nullopt, "Full."}),
                     model.go(model.unanswered(), "declined"));
      case Move::recall:
        return recalled(recall(desk, office_.sender(), id, "sent-in-error"),
                        model.settle() || model.go(model.unanswered() || before == "accepted", "recalled"), before);
      case Move::contact:
        return moved(make_first_contact(desk, office_.receiver(), id, office_.world.clock.now()),
                     model.go(before == "accepted", "first-contact"));
      case Move::begin:
        return moved(begin_help(desk, office_.receiver(), id), model.go(before == "first-contact", "under-way"));
      case Move::complete:
        return moved(complete(desk, office_.receiver(), id, {"need-met", ""}), model.go(model.helping(), "completed"));
      case Move::end:
        return moved(end(desk, office_.receiver(), id, {"other", ""}), model.go(model.helping(), "ended"));
      case Move::wait:
        return wait(hours);
      case Move::withdraw:
        return withdraw();
      case Move::stranger:
        return refused(accept(desk, office_.stranger(), id), nrm::problems::kNotFound);
      case Move::wrong_side:
        return refused(accept(desk, office_.sender(), id), nrm::problems::kNotFound);
      case Move::ask:
        return asked(ask(desk, office_.sender(), id, "How is she?"));
    }
  }

  void compare() {
    const auto view = must(read(office_.desk(), office_.sender(), sent_->id));
    RC_ASSERT(std::string{name_of(view.summary.state)} == model.state);
    std::vector<std::string> seen;
    // Questions have clocks and a test of their own.
    for (const auto& item : view.history)
      if (!item.what.starts_with("question-")) seen.push_back(item.what);
    RC_ASSERT(seen == model.history);
    RC_ASSERT(view.summary.do_not_contact == model.hidden);
  }

  Model model;

 private:
  template <class T>
  void refused(const Result<T>& result, const ProblemType& type) {
    RC_ASSERT(!result.has_value());
    RC_ASSERT(std::string{result.error().type.slug} == std::string{type.slug});
  }
  void moved(const Result<Standing>& result, bool expected) {
    if (!expected) return refused(result, nrm::problems::kConflict);
    RC_ASSERT(result.has_value());
    RC_ASSERT(std::string{name_of(result->state)} == model.state);
  }
  void recalled(const Result<Standing>& result, bool expected, const std::string& before) {
    const bool began = before == "first-contact" || before == "under-way";
    if (began) return refused(result, problems::kHelpBegan);
    moved(result, expected);
  }
  void opened(const Result<OpenedParcel>& result) {
    if (!model.readable()) return refused(result, nrm::problems::kNotFound);
    RC_ASSERT(result.has_value());
    RC_ASSERT(result->fields.size() == 2U);
    model.go(model.state == "sent", "seen");
  }
  void asked(const Result<LineId>& result) {
    const bool may = !model.hidden && !model.over && model.state != "recalled" && model.state != "expired";
    RC_ASSERT(result.has_value() == may);
  }
  void wait_for_contact() {
    if (model.state != "accepted" || contact_known_) return;
    contact_known_ = true;
    const auto row = office_.world.database.query("SELECT contact_warn_at, contact_due_at FROM referral WHERE id = $id",
                                                  {{"id", sent_->id}});
    model.contact_warn_at = row.at(0).time("contact_warn_at");
    model.contact_due_at = row.at(0).time("contact_due_at");
  }
  void wait(int hours) {
    office_.world.clock.advance(std::chrono::hours{hours});
    office_.run_jobs();
    model.pass_to(office_.world.clock.now());
  }
  void withdraw() {
    if (model.hidden) return;
    office_.withdraw(*case_, *basis_);
    model.go(model.unanswered() || model.helping(), "ended");
    model.hidden = true;
    model.history.emplace_back("do-not-contact");
  }

  Office& office_;
  std::unique_ptr<CaseId> case_;
  std::unique_ptr<BasisId> basis_;
  std::unique_ptr<Sent> sent_;
  bool contact_known_ = false;
};

class ModelTest : public ::testing::TestWithParam<storage::Kind> {};
NRM_ON_EACH_DATABASE(ModelTest);

TEST_P(ModelTest, any_sequence_ends_as_the_model_says) {
  // A sequence costs tens of signed and sealed acts; more are asked for by the environment.
  ::setenv("RC_PARAMS", "max_success=20 max_size=20", 0);
  Office office{GetParam()};
  const bool held = rc::check("a referral does what the model says", [&] {
    Play play{office};
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
}  // namespace nrm::referral::testing
