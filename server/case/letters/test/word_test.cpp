// Her word counts no more: what becomes of letters by which somebody expects her.
#include <gmock/gmock.h>

#include "nrm/casefile/life.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/taken_back.hpp"
#include "nrm/consent/withdrawal.hpp"
#include "nrm/letters/of_case.hpp"
#include "office.hpp"

namespace nrm::letters {
namespace {

using access::testing::must;
using ::testing::ElementsAre;
using testing::Office;
using testing::refusal;
using ::testing::UnorderedElementsAre;

class Word : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  CaseId id = office.open_case();

  Sent write(Agreed agreed = Agreed::person) {
    auto letter = office.to_hospital(id);
    letter.agreed = agreed;
    return must(send(office.desk(), office.sender(), letter));
  }
  void record(const Sent& sent, bool accepted) {
    must(record_answer(office.desk(), office.sender(), sent.id, {accepted, accepted ? "" : "no-place", How::phone}));
  }
  void merge(const CaseId& survivor, const CaseId& absorbed) {
    const auto session = office.world.session(office.world.border_manager);
    must(office.world.journal().act<void>(
        session.header("case.merge", "", {survivor, session.organisation, survivor.text()}),
        [&](log::Act& act) -> Result<void> {
          const auto permit = access::decide(act, session, access::Relation::own_team);
          if (!permit) return tl::unexpected(permit.error());
          return casefile::merge_cases(act, *permit, survivor, absorbed);
        }));
  }
  std::vector<std::string> kinds_of_work() {
    std::vector<std::string> out;
    for (const auto& item : office.waiting()) out.push_back(item.kind);
    return out;
  }
  std::size_t announcing() {
    return office.world.journal()
        .database()
        .reading([&](storage::Reader& reader) { return letters_that_announce(reader, id); })
        .size();
  }
  std::string row_of_word(const Sent& sent) {
    const auto view = office.seen(sent.id);
    return std::string{name_of(view.state)} + (view.withdrawn_at ? " withdrawn" : "") + (view.to_tell ? " tell" : "");
  }
  // As a conversation with her leaves it; only the receiver matters here.
  std::string basis_to(const TeamId& team) {
    const auto basis = BasisId::random(office.world.random);
    office.world.database.run(
        "INSERT INTO consent_basis (id, case_id, nth, decision, ground, purpose, receiver, field_groups, recorded_at, "
        "recorded_by, explained_by) VALUES ($id, $case, 1, 'consent', 'consent', 'assist', $team, 'identity', 1, 'm', "
        "'m')",
        {{"id", basis}, {"case", id}, {"team", team}});
    return basis.text();
  }
};
NRM_ON_EACH_DATABASE(Word);

TEST_P(Word, everything_taken_back_ends_every_letter_and_whoever_was_written_to_is_to_be_told) {
  const auto printed = write();
  const auto code = office.new_code(printed.id);
  const auto unprinted = write();
  const auto accepted = write();
  office.copy_of(accepted.id);
  record(accepted, true);
  const auto declined = write();
  office.copy_of(declined.id);
  record(declined, false);
  const auto of_another = office.send_one();
  EXPECT_EQ(announcing(), 3U);
  office.noticed.clear();
  office.react(consent::kAllTakenBack, id.text());
  const auto notice = [&](const Sent& sent) {
    return office.world.border.team.text() + ":letter.withdrawn:" + sent.id.text();
  };
  EXPECT_THAT(office.noticed, UnorderedElementsAre(notice(printed), notice(accepted)));
  EXPECT_EQ(row_of_word(printed), "recalled withdrawn tell");
  EXPECT_EQ(row_of_word(unprinted), "recalled withdrawn");
  EXPECT_EQ(row_of_word(accepted), "accepted withdrawn tell");
  EXPECT_EQ(row_of_word(declined), "declined");
  EXPECT_EQ(row_of_word(of_another), "sent");
  EXPECT_EQ(office.seen(printed.id).reason_code, "consent-withdrawn");
  // The code is dead, and no clock runs out on it.
  EXPECT_EQ(refusal(answer(office.desk(), office.saying_yes(printed, code))), "letters.not-taken");
  office.world.clock.advance(std::chrono::hours{24 * 40});
  office.run_jobs();
  EXPECT_EQ(row_of_word(printed), "recalled withdrawn tell");
  // To look at it is not to have told them.
  EXPECT_THAT(kinds_of_work(), UnorderedElementsAre("tell-partner", "tell-partner", "late-letter"));
  must(tell_partner(office.desk(), office.sender(), printed.id, How::phone));
  EXPECT_EQ(refusal(tell_partner(office.desk(), office.sender(), printed.id, How::phone)), "kernel.conflict");
  EXPECT_EQ(refusal(tell_partner(office.desk(), office.stranger(), accepted.id, How::phone)), "kernel.not-found");
  EXPECT_THAT(kinds_of_work(), UnorderedElementsAre("tell-partner", "late-letter"));
  EXPECT_EQ(announcing(), 0U);
}

TEST_P(Word, of_a_letter_that_was_never_printed_nobody_is_told_and_nothing_is_left_to_do) {
  write();
  const auto by_phone = write();
  record(by_phone, true);
  office.noticed.clear();
  office.react(consent::kAllTakenBack, id.text());
  // Whoever said yes by phone expects her, paper or none.
  EXPECT_THAT(office.noticed, ElementsAre(office.world.border.team.text() + ":letter.withdrawn:" + by_phone.id.text()));
  EXPECT_THAT(kinds_of_work(), ElementsAre("tell-partner"));
}

TEST_P(Word, a_late_letter_that_was_never_printed_leaves_the_work_list_with_her_word) {
  const auto late = write();
  office.world.clock.advance(std::chrono::hours{24 * 40});
  office.run_jobs();
  EXPECT_THAT(kinds_of_work(), ElementsAre("late-letter"));
  office.react(consent::kAllTakenBack, id.text());
  EXPECT_THAT(kinds_of_work(), ElementsAre());
  EXPECT_EQ(row_of_word(late), "recalled withdrawn");
}

TEST_P(Word, what_a_merged_case_announced_ends_with_the_word_in_the_surviving_one_and_the_other_way_round) {
  for (const bool in_survivor : {true, false}) {
    id = office.open_case();
    const auto absorbed = id;
    const auto hers = write();
    office.copy_of(hers.id);
    const auto his = write(Agreed::guardian);
    id = office.open_case();
    const auto second = write();
    merge(id, absorbed);
    const auto said_in = in_survivor ? id : absorbed;
    office.react(consent::kSpokenForEnded, said_in.text());
    EXPECT_EQ(row_of_word(hers), "sent");
    EXPECT_EQ(row_of_word(his), "recalled withdrawn");
    office.react(consent::kAllTakenBack, said_in.text());
    EXPECT_EQ(row_of_word(hers), "recalled withdrawn tell");
    EXPECT_EQ(row_of_word(second), "recalled withdrawn");
  }
}

TEST_P(Word, whoever_gives_the_case_away_is_told_what_is_open_and_who_is_still_to_be_told) {
  const auto counted = [&] {
    const auto along = office.world.journal().database().reading(
        [&](storage::Reader& reader) { return letters_going_along(reader, id); });
    return std::pair{along.open, along.to_tell};
  };
  using Counts = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(counted(), (Counts{0, 0}));
  const auto printed = write();
  office.copy_of(printed.id);
  write();
  record(write(), true);
  record(write(), false);
  EXPECT_EQ(counted(), (Counts{2, 0}));
  office.react(consent::kAllTakenBack, id.text());
  EXPECT_EQ(counted(), (Counts{0, 2}));
  must(tell_partner(office.desk(), office.sender(), printed.id, How::phone));
  EXPECT_EQ(counted(), (Counts{0, 1}));
}

TEST_P(Word, what_a_guardian_agreed_to_ends_with_the_guardians_word_alone) {
  const auto hers = write();
  const auto his = write(Agreed::guardian);
  office.react(consent::kSpokenForEnded, id.text());
  EXPECT_EQ(row_of_word(hers), "sent");
  EXPECT_EQ(row_of_word(his), "recalled withdrawn");
}

TEST_P(Word, a_body_that_has_got_a_team_since_is_the_receiver_that_she_speaks_of) {
  const auto other = office.add_organisation("test-other", "Other Hospital");
  struct Written {
    std::string_view moment;
    CaseId case_id;
    Sent to_hospital, elsewhere;
  };
  std::vector<Written> all;
  // Nobody writes to a connected body: these were sent before.
  for (const auto moment : {consent::kWithdrawn, consent::kExpired, consent::kRefused}) {
    id = office.open_case();
    auto letter = office.to_hospital(id);
    letter.partner = other;
    all.push_back({moment, id, write(), must(send(office.desk(), office.sender(), letter))});
  }
  const auto team = office.by_system<TeamId>("directory.add-team", [&](log::Act& act) {
    return directory::add_team(act, office.world.pack,
                               {office.hospital, "Reception", {"protection"}, {"medical-help"}, "BY"});
  });
  for (const auto& written : all) {
    id = written.case_id;
    office.react(written.moment, basis_to(team));
    EXPECT_EQ(row_of_word(written.to_hospital), "recalled withdrawn") << written.moment;
    EXPECT_EQ(row_of_word(written.elsewhere), "sent") << written.moment;
  }
}

TEST_P(Word, without_any_basis_she_takes_back_that_she_was_announced) {
  const auto sent = write();
  const auto take_back = [&](bool announced) {
    const auto session = office.sender();
    return office.world.journal().act<consent::Withdrawn>(
        session.header("basis.withdraw", "", {id, session.organisation, id.text()}),
        [&](log::Act& act) -> Result<consent::Withdrawn> {
          const auto permit = access::decide(act, session, access::Relation::own_team);
          if (!permit) return tl::unexpected(permit.error());
          return consent::withdraw_all(act, *permit, office.world.pack, id, std::nullopt, announced);
        });
  };
  EXPECT_EQ(refusal(take_back(false)), "consent.already-ended");
  EXPECT_EQ(row_of_word(sent), "sent");
  EXPECT_TRUE(must(take_back(true)).ended.empty());
  EXPECT_EQ(row_of_word(sent), "recalled withdrawn");
}

TEST_P(Word, what_was_taken_back_has_its_time_in_the_figures) {
  const auto recalled = write();
  const auto by_word = write();
  office.world.clock.advance(std::chrono::hours{5});
  const auto session = office.sender();  // to sign in takes its time
  const auto now = office.world.clock.now();
  must(recall(office.desk(), session, recalled.id, "other"));
  office.react(consent::kAllTakenBack, id.text());
  office.world.clock.advance(std::chrono::hours{1});
  const auto rows = office.world.journal().database().reading([&](storage::Reader& reader) {
    return figure_rows(reader, now - std::chrono::hours{9}, now + std::chrono::hours{9});
  });
  ASSERT_EQ(rows.size(), 2U);
  for (const auto& row : rows) EXPECT_EQ(row.ended_at, now) << row.reference;
}

}  // namespace
}  // namespace nrm::letters
