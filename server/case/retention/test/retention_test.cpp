#include "nrm/retention/retention.hpp"

#include "clocks.hpp"

#include "nrm/access/testing.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/retention/desk.hpp"
#include "nrm/retention/ledger.hpp"

namespace nrm::retention::testing {
namespace {

using access::testing::Person;
using std::chrono::hours;

class RetentionTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{
      {.kind = GetParam(),
       .schemas = {casefile::schema(), schema()},
       .pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by").value(),
       .start = *parse_rfc3339("2026-02-02T08:00:00Z")}};
  std::map<std::string, jobs::Handler> handlers = job_handlers({world.journal(), world.pack, {}});

  void SetUp() override {
    casefile::register_reactions(world.journal());
    register_reactions(world.journal(), world.pack);
  }

  template <class T>
  Result<T> as(const Person& person, const std::string& action, const std::optional<CaseId>& id,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto session = world.session(person);
    const auto header = session.header(action, "", {id, session.organisation, id ? id->text() : ""});
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  CaseId open_case() {
    return as<casefile::OpenedCase>(world.officer, "case.open", std::nullopt,
                                    [&](log::Act& act, const access::Permit& permit) {
                                      casefile::NewCase input;
                                      input.reference_prefix = "BY";
                                      input.identification_state = "victim";
                                      input.today = world.pack.calendar->local_date(act.now());
                                      return casefile::open_case(act, permit, input);
                                    })
        .value()
        .id;
  }
  void tell(const char* moment, const CaseId& id) {
    as<bool>(world.officer, "case.write", id, [&](log::Act& act, const access::Permit&) -> Result<bool> {
      act.react(moment, id.text());
      return true;
    }).value();
  }
  // As the server would, at that time.
  void wait(std::chrono::seconds time) {
    world.clock.advance(time);
    jobs::Runner{world.database.get(), world.clock, handlers, [](std::string_view) {}}.run_due();
  }
  CaseRetention look(const CaseId& id) {
    return as<CaseRetention>(world.officer, "retention.view", id,
                             [&](log::Act& act, const access::Permit& permit) { return view_case(act, permit, id); })
        .value();
  }
  std::string state_of(const CaseId& id, const std::string& retention_class, const std::string& then = "erase") {
    for (const auto& due : look(id).due)
      if (due.retention_class == retention_class && due.then == then) return due.state;
    return "none";
  }
  Result<Asked> ask(const CaseId& id, Classes classes = {}) {
    return as<Asked>(world.officer, "erasure.ask", id, [&](log::Act& act, const access::Permit& permit) {
      return ask_erasure(act, permit, world.pack, id, {"subject-request", classes, "she asked"});
    });
  }
  Result<void> execute(const Person& person, const RequestId& id) {
    return as<void>(person, "case.erase", std::nullopt,
                    [&](log::Act& act, const access::Permit& permit) { return carry_out(act, permit, id); });
  }
  HoldId hold(const CaseId& id, int days, Classes classes = {}) {
    return as<HoldId>(world.officer, "hold.place", id,
                      [&](log::Act& act, const access::Permit& permit) {
                        const auto until = world.pack.calendar->local_date(act.now() + hours{24 * days});
                        return place_hold(act, permit, world.pack, id, {"criminal-case", "article 90", classes, until});
                      })
        .value();
  }
  std::set<std::string> tasks(const CaseId& id) {
    std::set<std::string> out;
    for (const auto& task :
         world.database->reading([&](storage::Reader& reader) { return casefile::tasks_of_case(reader, id); }))
      out.insert(task.kind);
    return out;
  }
  std::int64_t cases() { return world.database.query("SELECT COUNT(*) AS n FROM case_file")[0].integer("n"); }
  template <class T>
  static std::string refused(const Result<T>& result) {
    return result ? "done" : std::string{result.error().type.slug};
  }
};
NRM_ON_EACH_DATABASE(RetentionTest);

TEST_P(RetentionTest, NobodyErasesAlone) {
  const auto id = open_case();
  const auto asked = ask(id).value();
  EXPECT_EQ(asked.state, "asked");
  EXPECT_TRUE(tasks(id).contains(std::string{kConfirmErasureTask}));
  EXPECT_EQ(refused(execute(world.officer, asked.id)), "retention.second-person");
  EXPECT_EQ(cases(), 1);
  EXPECT_EQ(refused(execute(world.provider, asked.id)), "kernel.not-found");
  ASSERT_EQ(refused(execute(world.border_manager, asked.id)), "done");
  EXPECT_EQ(cases(), 0);
  EXPECT_EQ(refused(execute(world.border_manager, asked.id)), "retention.over");
}

TEST_P(RetentionTest, WhatIsClosedFallsDueByThePackAndNotAMomentBefore) {
  const auto id = open_case();
  EXPECT_TRUE(look(id).due.empty());
  tell("case.closed", id);
  EXPECT_EQ(state_of(id, "identity"), "kept");
  const auto due = look(id).due.front().due_at;
  const auto state_at = [&](UtcTime now) {
    return world.database->reading([&](storage::Reader& reader) { return due_of_case(reader, id, now).front().state; });
  };
  EXPECT_EQ(state_at(due - std::chrono::microseconds{1}), "kept");
  EXPECT_EQ(state_at(due), "due");
  wait(std::chrono::duration_cast<std::chrono::seconds>(due - world.clock.now()) - hours{1});
  EXPECT_EQ(state_of(id, "identity"), "kept");
  EXPECT_FALSE(tasks(id).contains(std::string{kEraseDueTask}));
  wait(hours{1});
  EXPECT_EQ(state_of(id, "identity"), "due");
  EXPECT_EQ(state_of(id, "case", "pseudonymise"), "due");
  EXPECT_EQ(state_of(id, "justice"), "kept");
  EXPECT_TRUE(tasks(id).contains(std::string{kEraseDueTask}));
  EXPECT_EQ(cases(), 1) << "a clock erases nothing";
  wait(hours{24 * 31});
  EXPECT_EQ(state_of(id, "identity"), "overdue");
}

TEST_P(RetentionTest, OpeningAgainStopsTheClocks) {
  const auto id = open_case();
  tell("case.closed", id);
  tell("case.reopened", id);
  EXPECT_TRUE(look(id).due.empty());
  wait(hours{24 * 400});
  EXPECT_FALSE(tasks(id).contains(std::string{kEraseDueTask}));
}

TEST_P(RetentionTest, AClassThatIsErasedIsDueNoLonger) {
  const auto id = open_case();
  tell("case.closed", id);
  wait(hours{24 * 367});
  const auto asked =
      ask(id, {"identity", "contact", "health", "child", "residence", "attachment", "third-person", "case"});
  ASSERT_EQ(refused(execute(world.border_manager, asked.value().id)), "done");
  EXPECT_EQ(state_of(id, "identity"), "none");
  EXPECT_EQ(state_of(id, "case", "pseudonymise"), "none");
  EXPECT_EQ(state_of(id, "case"), "kept");
  EXPECT_FALSE(tasks(id).contains(std::string{kEraseDueTask}));
  EXPECT_EQ(cases(), 1);
}

TEST_P(RetentionTest, AHoldKeepsTheRequestWaitingAndItsEndWakesIt) {
  const auto id = open_case();
  hold(id, 60);
  const auto asked = ask(id).value();
  EXPECT_EQ(asked.state, "held");
  EXPECT_FALSE(tasks(id).contains(std::string{kConfirmErasureTask}));
  EXPECT_EQ(refused(execute(world.border_manager, asked.id)), "retention.held");
  wait(hours{24 * 59});
  EXPECT_EQ(refused(execute(world.border_manager, asked.id)), "retention.held");
  wait(hours{24 * 2});
  EXPECT_EQ(look(id).holds.front().ended_how, "clock");
  EXPECT_EQ(look(id).requests.front().state, "asked");
  EXPECT_TRUE(tasks(id).contains(std::string{kConfirmErasureTask}));
  EXPECT_EQ(refused(execute(world.border_manager, asked.id)), "done");
}

TEST_P(RetentionTest, AHoldThatCameLaterHoldsBackWhatWasAsked) {
  const auto id = open_case();
  const auto asked = ask(id, {"identity"}).value();
  hold(id, 10, {"health"});
  EXPECT_EQ(look(id).requests.front().state, "asked");
  hold(id, 10, {"identity"});
  EXPECT_EQ(look(id).requests.front().state, "held");
  EXPECT_EQ(refused(execute(world.border_manager, asked.id)), "retention.held");
}

TEST_P(RetentionTest, TwoPeopleLiftAHold) {
  const auto id = open_case();
  const auto held = hold(id, 60);
  const auto lift = [&](const Person& person) {
    return as<Lifting>(person, "hold.lift", std::nullopt, [&](log::Act& act, const access::Permit& permit) {
      return lift_hold(act, permit, world.pack, held);
    });
  };
  EXPECT_EQ(refused(lift(world.provider)), "kernel.not-found");
  EXPECT_EQ(lift(world.officer).value(), Lifting::asked);
  EXPECT_EQ(refused(lift(world.officer)), "retention.second-person");
  EXPECT_FALSE(look(id).holds.front().ended_at);
  EXPECT_EQ(lift(world.border_manager).value(), Lifting::lifted);
  EXPECT_EQ(look(id).holds.front().ended_how, "lifted");
  EXPECT_EQ(refused(lift(world.border_manager)), "retention.over");
}

TEST_P(RetentionTest, TheReasonOfAHoldIsSealed) {
  const auto id = open_case();
  hold(id, 60);
  EXPECT_EQ(look(id).holds.front().reference->reveal(), "article 90");
  for (const auto& row : world.database.query("SELECT * FROM legal_hold"))
    for (const auto& value : row.values()) {
      const auto* text = std::get_if<std::string>(&value);
      EXPECT_TRUE(text == nullptr || text->find("article") == std::string::npos);
    }
}

TEST_P(RetentionTest, OneRequestAtATimeAndItCanBeTakenBack) {
  const auto id = open_case();
  const auto asked = ask(id).value();
  EXPECT_EQ(refused(ask(id)), "retention.already-asked");
  const auto back =
      as<void>(world.border_manager, "erasure.take-back", std::nullopt,
               [&](log::Act& act, const access::Permit& permit) { return take_back(act, permit, asked.id); });
  EXPECT_EQ(refused(back), "done");
  EXPECT_EQ(refused(execute(world.border_manager, asked.id)), "retention.over");
  EXPECT_EQ(refused(ask(id)), "done");
}

TEST_P(RetentionTest, TheOfficeSeesNumbersAndNoCase) {
  const auto id = open_case();
  hold(id, 60);
  ask(id).value();
  const auto items = world.journal().act<std::vector<OfficeItem>>(
      world.session(world.officer).header("retention.list", "", {}),
      [&](log::Act& act) -> Result<std::vector<OfficeItem>> {
        return list_of_office(act, world.session(world.officer).organisation);
      });
  ASSERT_TRUE(items.has_value());
  ASSERT_EQ(items->size(), 2U);
  for (const auto& item : *items) EXPECT_NE(item.number, id.text());
}

TEST_P(RetentionTest, AnotherTeamIsToldThatThereIsNothing) {
  const auto id = open_case();
  EXPECT_EQ(refused(as<CaseRetention>(
                world.provider, "retention.view", id,
                [&](log::Act& act, const access::Permit& permit) { return view_case(act, permit, id); })),
            "kernel.not-found");
}

TEST_P(RetentionTest, ALedgerErasesOverAgainWithoutAnyKey) {
  const auto id = open_case();
  const auto kept = open_case();
  const auto row = world.database.query("SELECT id FROM statistics_row ORDER BY id")[0].text("id");
  const Erased whole{Erased::Kind::whole_case,
                     "4f0c7a52-7c58-4b3e-9d52-0c6d0f8c9a11",
                     world.clock.now(),
                     digest_of_case(id.text()),
                     {},
                     {}};
  const Erased statistics{Erased::Kind::statistics_row,
                          "4f0c7a52-7c58-4b3e-9d52-0c6d0f8c9a12",
                          world.clock.now(),
                          digest_of_statistics_row(row),
                          {},
                          {}};
  log::Header header;
  header.action = "case.erase-again";
  for (int times = 0; times < 2; ++times) {
    const auto done = world.journal().act<Replayed>(header, [&](log::Act& act) -> Result<Replayed> {
      return replay(act, {whole, statistics});
    });
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(done->cases, times == 0 ? 1 : 0);
    EXPECT_EQ(done->statistics_rows, times == 0 ? 1 : 0);
  }
  EXPECT_EQ(cases(), 1);
  EXPECT_TRUE(look(kept).due.empty());
  EXPECT_EQ(world.database->reading([](storage::Reader& reader) { return read_entries(reader); }).size(), 2U);
}

}  // namespace
}  // namespace nrm::retention::testing
