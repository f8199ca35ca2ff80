// Random sequences by both bodies against a small model of the receiver's list: which line waits for whom, what the
// ledger knows by then, and who has signed.
#include <fmt/format.h>
#include <rapidcheck.h>

#include "office.hpp"

namespace nrm::reconciliation::testing {
namespace {

enum class Move { declare, explain, enter, confirm, give_back, sign, compare, send };
constexpr int kMoves = 8;
constexpr int kNumbers = 3;
constexpr int kPlayedOneOf = 8;

struct Model {
  struct Line {
    std::string state = "open";
    bool entering = false;
  };
  std::map<std::string, Line> lines;  // by number
  std::set<std::string> late;         // entered in the ledger
  int sent = 0;                       // by the sender, on days that no line names
  int compared = 0;                   // of these, when the lines were last compared
  std::int64_t version = 1;
  std::set<Side> signatures;

  int missing_there() const {
    int out = compared;
    for (const auto& number : late) out += lines.contains(number) ? 0 : 1;
    return out;
  }
  bool is_ready() const {
    const auto waits = [](const auto& line) { return line.second.state == "open" || line.second.state == "answered"; };
    return !lines.empty() && missing_there() == 0 && std::ranges::none_of(lines, waits);
  }
  void begin_anew() {
    version += signatures.empty() ? 0 : 1;
    signatures.clear();
    compared = sent;
  }
};

class Play {
 public:
  explicit Play(Office& office) : office_{office}, id_{office.opened()} {}

  void make(Move move, Side side, int which) {
    const auto& desk = office_.desk();
    const auto session = side == Side::sender ? office_.sender() : office_.receiver();
    switch (move) {
      case Move::declare:
        return declare(which);
      case Move::explain:
        return said(answer(desk, session, id_, one(which), {{{"not-a-referral", 1, ""}}, std::nullopt}), side, which,
                    false);
      case Move::enter:
        return said(answer(desk, session, id_, one(which), {{{"enter", 1, ""}}, std::nullopt}), side, which, true);
      case Move::confirm:
        return confirmed(reconciliation::confirm(desk, session, id_, one(which)), side, which);
      case Move::give_back:
        return given_back(reconciliation::give_back(desk, session, id_, one(which)), side, which);
      case Move::sign:
        return signs(reconciliation::sign(desk, session, id_, office_.seen(id_).hash), side);
      case Move::compare:
        return compared(compare_anew(desk, session, id_));
      case Move::send:
        return office_.add_known(fmt::format("BY-{}-{}", office_.month, ++model_.sent), 28);
    }
  }

  void compare() {
    const auto view = office_.seen(id_);
    RC_ASSERT(view.summary.version == model_.version);
    std::map<std::string, std::string> seen, expected;
    int missing_there = 0;
    for (const auto& line : view.lines) {
      const bool is_missing_there = line.line.kind == Line::Kind::missing_there;
      missing_there += is_missing_there ? 1 : 0;
      if (!is_missing_there) seen.emplace(line.line.reference, line.state);
    }
    for (const auto& [number, line] : model_.lines) expected.emplace(number, line.state);
    RC_ASSERT(seen == expected);
    RC_ASSERT(missing_there == (model_.lines.empty() ? 0 : model_.missing_there()));
    RC_ASSERT(view.sender.signature.has_value() == model_.signatures.contains(Side::sender));
    RC_ASSERT(view.receiver.signature.has_value() == model_.signatures.contains(Side::receiver));
    RC_ASSERT(*view.known_entered == static_cast<std::int64_t>(model_.late.size()));
  }

 private:
  std::string number(int which) const { return fmt::format("{}/{}", which, office_.month.substr(0, 4)); }

  LineIds one(int which) {
    for (const auto& line : office_.seen(id_).lines)
      if (line.line.reference == number(which) && line.line.kind != Line::Kind::missing_there) return {line.id};
    return {LineId{Uuid{}}};
  }

  // The first so many numbers, by the receiver.
  void declare(int count) {
    std::string list = "number,date,need\n";
    std::map<std::string, Model::Line> lines;
    for (int i = 0; i <= count; ++i) {
      list += fmt::format("{},{}-0{},shelter\n", number(i), office_.month, i + 1);
      const auto before = model_.lines.find(number(i));
      const Model::Line fresh{model_.late.contains(number(i)) ? "matched" : "open", false};
      lines[number(i)] = before == model_.lines.end() ? fresh : before->second;
    }
    must(declare_list(office_.desk(), office_.receiver(), id_, list));
    model_.lines = std::move(lines);
    model_.begin_anew();
  }

  // The line, where the move is possible at all.
  Model::Line* movable(Side side, Side whose, int which, const char* state) {
    const auto line = model_.lines.find(number(which));
    const bool may = model_.signatures.empty() && line != model_.lines.end() && side == whose;
    return may && line->second.state == state ? &line->second : nullptr;
  }

  void said(const Result<void>& answer, Side side, int which, bool entering) {
    auto* line = movable(side, Side::sender, which, "open");
    RC_ASSERT(answer.has_value() == (line != nullptr));
    if (line != nullptr) *line = {"answered", entering};
  }
  void confirmed(const Result<void>& answer, Side side, int which) {
    auto* line = movable(side, Side::receiver, which, "answered");
    RC_ASSERT(answer.has_value() == (line != nullptr));
    if (line == nullptr) return;
    line->state = "settled";
    if (!line->entering) return;
    model_.late.insert(number(which));
    model_.compared = model_.sent;
  }
  void given_back(const Result<void>& answer, Side side, int which) {
    auto* line = movable(side, Side::receiver, which, "answered");
    RC_ASSERT(answer.has_value() == (line != nullptr));
    if (line != nullptr) *line = {"open", false};
  }
  void signs(const Result<void>& answer, Side side) {
    const bool first = model_.is_ready() && model_.compared == model_.sent;
    const bool may = !model_.signatures.contains(side) && (first || !model_.signatures.empty());
    RC_ASSERT(answer.has_value() == may);
    if (may) model_.signatures.insert(side);
  }
  void compared(const Result<void>& answer) {
    const bool may = model_.signatures.empty() || model_.compared != model_.sent;
    RC_ASSERT(answer.has_value() == may);
    if (may) model_.begin_anew();
  }

  Office& office_;
  ReconciliationId id_;
  Model model_;
};

class ReconciliationModelTest : public ::testing::TestWithParam<storage::Kind> {};
NRM_ON_EACH_DATABASE(ReconciliationModelTest);

TEST_P(ReconciliationModelTest, EveryLineWaitsForOneSideAndNothingIsSignedUnseen) {
  Office office{GetParam()};
  int run = 0;
  EXPECT_TRUE(rc::check("a reconciliation does what the model says", [&] {
    // A sequence costs a hundred acts: one of eight is played, so that long ones are among them. Each has its own
    // months.
    if (run++ % kPlayedOneOf != 0) return;
    office.month = fmt::format("{}-{:02}", 1990 + run / 12, run % 12 + 1);
    Play play{office};
    const auto moves = *rc::gen::container<std::vector<std::tuple<int, bool, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, kMoves), rc::gen::arbitrary<bool>(), rc::gen::inRange(0, kNumbers)));
    for (const auto& [move, sender, which] : moves) {
      play.make(static_cast<Move>(move), sender ? Side::sender : Side::receiver, which);
      play.compare();
    }
  }));
}

}  // namespace
}  // namespace nrm::reconciliation::testing
