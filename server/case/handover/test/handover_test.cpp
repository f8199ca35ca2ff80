#include "hand_over_world.hpp"

namespace nrm::handover::testing {
namespace {

class HandoverTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  HandoverWorld w{GetParam()};

  std::string state_of(const HandoverId& id) {
    return std::string{name_of(must(read(w.desk(), w.giver(), id)).summary.state)};
  }
  std::string why_not(const CaseId& id, const TeamId& team) {
    const auto offered = offer(w.desk(), w.giver(), {id, team, false, ""});
    return offered ? "offered" : std::string{offered.error().type.slug};
  }
  std::string why_not_accepted(const HandoverId& id) {
    const auto accepted = accept(w.desk(), w.receiver(), id);
    return accepted ? "accepted" : std::string{accepted.error().type.slug};
  }
  std::vector<std::string> kinds_of_work(const access::Session& session) {
    const log::Header header = session.header("work.list", "", {std::nullopt, session.organisation, ""});
    return must(w.world.journal().act<std::vector<std::string>>(header, [&](log::Act& act) {
      std::vector<std::string> out;
      for (const auto& item : open_work(act, session, {session.team})) out.push_back(item.kind);
      return Result<std::vector<std::string>>{out};
    }));
  }
};
NRM_ON_EACH_DATABASE(HandoverTest);

TEST_P(HandoverTest, the_other_team_reads_everything_after_it_accepted_and_nothing_before) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto offered = w.offered(id, "She asks for a woman as her case manager.");
  EXPECT_TRUE(offered.complete);
  EXPECT_EQ(w.reads(w.receiver(), id, "casework.summary"), "kernel.not-found");
  EXPECT_EQ(w.seals_of(w.shelter(), false), 1) << "the key of the note and nothing else is awake";
  EXPECT_EQ(must(accept(w.desk(), w.receiver(), offered.id)), id);
  EXPECT_EQ(w.reads(w.receiver(), id, "casework.summary"), "Found at the crossing with two others.");
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "Insulin, twice a day.");
  EXPECT_EQ(w.reads(w.giver(), id, "casework.summary"), "kernel.not-found");
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_file WHERE keeper = $m", {{"m", w.world.shelter_manager.id}}), 1);
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM statistics_row WHERE counted = 1"), 1);
}

TEST_P(HandoverTest, before_it_accepts_the_other_team_sees_counts_and_no_case) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto offered = w.offered(id, "She asks for a woman as her case manager.");
  const auto view = must(read(w.desk(), w.receiver(), offered.id));
  EXPECT_EQ(view.summary.case_id, std::nullopt);
  ASSERT_TRUE(view.size);
  EXPECT_EQ(view.size->fields, 4);
  EXPECT_EQ(view.note->reveal(), "She asks for a woman as her case manager.");
  EXPECT_EQ(view.allowed, (std::vector{Arrow::accept, Arrow::decline}));
  EXPECT_EQ(read(w.desk(), w.stranger(), offered.id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(must(read(w.desk(), w.giver(), offered.id)).summary.case_id, id);
}

TEST_P(HandoverTest, the_cases_log_goes_on_and_the_new_team_reads_its_beginning) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto offered = w.offered(id);
  must(accept(w.desk(), w.receiver(), offered.id));
  const auto actions = must(
      w.as<std::set<std::string>>(w.receiver(), "case.timeline", id,
                                  [&](log::Act& act, const access::Permit& permit) -> Result<std::set<std::string>> {
                                    const auto seed = casefile::open_case_log_key(act, permit, id);
                                    if (!seed) return tl::unexpected(seed.error());
                                    std::set<std::string> out;
                                    log::EntryQuery query;
                                    query.case_id = id;
                                    query.page.size = 100;
                                    for (const auto& entry : log::read_entries(act.writer(), query).items)
                                      if (const auto detail = log::open_entry(*seed, entry)) out.insert(detail->action);
                                    return out;
                                  }));
  for (const auto* action : {"case.open", "basis.record", "handover.offer", "handover.accept"})
    EXPECT_TRUE(actions.contains(action)) << action;
}

TEST_P(HandoverTest, what_stands_in_the_way_is_said) {
  const auto id = w.open_case();
  EXPECT_EQ(why_not(id, w.shelter()), "consent.no-basis");
  w.agree(id, w.shelter(), {"identity", "health"});
  EXPECT_EQ(why_not(id, w.shelter()), "handover.not-covered");
  const auto seen = must(preview(w.desk(), w.giver(), id, w.shelter()));
  EXPECT_EQ(seen.hindrances, std::vector<std::string>{"not-covered"});
  EXPECT_TRUE(seen.uncovered.contains("situation") && !seen.uncovered.contains("health"));
  EXPECT_EQ(why_not(id, w.border()), "kernel.invalid");
  w.agree(id, w.shelter(), kAllGroups, 60, "statistics");
  EXPECT_EQ(why_not(id, w.shelter()), "handover.not-covered") << "a basis for figures hands over no case";
  w.agree(id, w.shelter());
  EXPECT_EQ(why_not(id, w.shelter()), "offered");
  EXPECT_EQ(why_not(id, w.shelter()), "handover.already-offered");
  w.agree(id, w.second.team);
  EXPECT_EQ(why_not(id, w.second.team), "handover.already-offered");
  EXPECT_EQ(preview(w.desk(), w.stranger(), id, w.shelter()).error().type, nrm::problems::kNotFound);
}

TEST_P(HandoverTest, within_one_organisation_a_basis_is_needed_too) {
  const auto id = w.open_case();
  EXPECT_EQ(why_not(id, w.second.team), "consent.no-basis");
  w.agree(id, w.second.team);
  const auto offered = must(offer(w.desk(), w.giver(), {id, w.second.team, false, ""}));
  must(accept(w.desk(), w.world.session(w.second_manager), offered.id));
  EXPECT_EQ(w.reads(w.world.session(w.second_manager), id, "health.needs"), "Insulin, twice a day.");
}

TEST_P(HandoverTest, the_preview_says_what_would_move_and_what_would_end) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto to_clinic = w.refer_to(id, w.clinic.team);
  const auto to_shelter = w.refer_to(id, w.shelter());
  const auto seen = must(preview(w.desk(), w.giver(), id, w.shelter()));
  ASSERT_EQ(seen.referrals.size(), 1U);
  EXPECT_EQ(seen.referrals[0].id, to_clinic.id);
  ASSERT_EQ(seen.to_end.size(), 1U);
  EXPECT_EQ(seen.to_end[0].id, to_shelter.id);
  std::int64_t fields = 0;
  for (const auto& count : seen.kinds) fields += count.fields;
  EXPECT_EQ(fields, 4);
  EXPECT_EQ(seen.bases, 3);
  EXPECT_TRUE(seen.basis && seen.hindrances.empty());
  EXPECT_TRUE(seen.answer_due_at && *seen.answer_due_at > w.world.clock.now());
}

TEST_P(HandoverTest, the_preview_says_which_times_run_and_how_many_letters_are_open_in_every_part) {
  const auto id = w.open_case();
  const auto part = w.open_case("The same woman, two days before.");
  w.agree(id, w.shelter());
  must(w.as<void>(w.giver(), "case.merge", id, [&](log::Act& act, const access::Permit& permit) {
    return casefile::merge_cases(act, permit, id, part);
  }));
  const auto soon = w.world.clock.now() + std::chrono::hours{5};
  const auto desk = Desk{w.world.journal(), w.pack,
                         [&](storage::Reader&, const CaseId& which, UtcTime) {
                           std::vector<RunningTime> out(which == id ? 2U : 1U);
                           out.front().rule = which == id ? "stands-still" : "in-the-part";
                           if (which != id) out.front().due_at = soon + std::chrono::hours{1};
                           if (which == id) out.back().rule = "soon";
                           if (which == id) out.back().due_at = soon;
                           return out;
                         },
                         [&](storage::Reader&, const CaseId& which) {
                           return which == id ? LetterCount{2, 0} : LetterCount{1, 3};
                         }};
  const auto seen = must(preview(desk, w.giver(), id, w.shelter()));
  std::vector<std::string> rules;
  for (const auto& time : seen.times) rules.push_back(time.rule);
  EXPECT_EQ(rules, (std::vector<std::string>{"soon", "in-the-part", "stands-still"}));
  EXPECT_EQ(seen.letters.open, 3);
  EXPECT_EQ(seen.letters.to_tell, 3);
  const auto bare = must(preview(w.desk(), w.giver(), id, w.shelter()));
  EXPECT_TRUE(bare.times.empty());
}

TEST_P(HandoverTest, a_decline_a_taking_back_and_an_expiry_leave_nothing_with_the_other_team) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto ends = [&](const std::function<void(const HandoverId&)>& end, const std::string& state) {
    const auto offered = w.offered(id, "Please.");
    EXPECT_GT(w.seals_of(w.shelter(), true), 3);
    end(offered.id);
    EXPECT_EQ(state_of(offered.id), state);
    EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM key_seal WHERE holder = $t", {{"t", w.shelter()}}), 0) << state;
    EXPECT_EQ(why_not_accepted(offered.id), "kernel.conflict");
    EXPECT_EQ(w.reads(w.giver(), id, "health.needs"), "Insulin, twice a day.");
  };
  ends(
      [&](const HandoverId& offered) {
        must(decline(w.desk(), w.receiver(), offered, {"no-place", "We are full."}));
      },
      "declined");
  ends([&](const HandoverId& offered) { must(take_back(w.desk(), w.giver(), offered)); }, "taken-back");
  ends(
      [&](const HandoverId&) {
        w.world.clock.advance(kLongestOffer);
        w.run_jobs();
      },
      "expired");
  const auto all = must(list(w.desk(), w.giver(), Box::out));
  const auto declined = std::ranges::find(all, State::declined, &Summary::state);
  ASSERT_NE(declined, all.end());
  const auto view = must(read(w.desk(), w.giver(), declined->id));
  EXPECT_EQ(view.reason_code, "no-place");
  EXPECT_EQ(view.answer->reveal(), "We are full.");
}

TEST_P(HandoverTest, each_side_has_its_own_arrows) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto offered = w.offered(id);
  EXPECT_EQ(accept(w.desk(), w.giver(), offered.id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(decline(w.desk(), w.giver(), offered.id, {"no-place", ""}).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(take_back(w.desk(), w.receiver(), offered.id).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(accept(w.desk(), w.world.session(w.world.provider), offered.id).error().type, nrm::problems::kNotFound)
      << "who accepts a whole case decides on cases";
  EXPECT_EQ(decline(w.desk(), w.receiver(), offered.id, {"because", ""}).error().type, nrm::problems::kInvalid);
}

TEST_P(HandoverTest, what_an_officer_does_not_open_a_colleague_completes) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  EXPECT_EQ(must(preview(w.desk(), w.officer(), id, w.shelter())).for_a_colleague, std::set<access::Compartment>{})
      << "a first responder opens health too";
  const auto identifier = w.world.new_person(w.world.border, {Role::identifying_officer}, "border.identifier");
  const auto session = w.world.session(identifier);
  EXPECT_EQ(must(preview(w.desk(), session, id, w.shelter())).for_a_colleague,
            std::set<access::Compartment>{access::Compartment::health});
  const auto offered = must(offer(w.desk(), session, {id, w.shelter(), false, ""}));
  EXPECT_FALSE(offered.complete);
  EXPECT_EQ(why_not_accepted(offered.id), "handover.not-complete");
  EXPECT_EQ(kinds_of_work(w.giver()), std::vector<std::string>{"complete-handover"});
  EXPECT_TRUE(must(complete(w.desk(), w.giver(), offered.id)).complete);
  EXPECT_EQ(kinds_of_work(w.giver()), std::vector<std::string>{"await-handover"});
  EXPECT_EQ(kinds_of_work(w.receiver()), std::vector<std::string>{"answer-handover"});
  EXPECT_EQ(why_not_accepted(offered.id), "accepted");
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "Insulin, twice a day.");
  EXPECT_TRUE(kinds_of_work(w.giver()).empty());
}

TEST_P(HandoverTest, the_answers_clock_reminds_the_receiver_and_tells_both_when_it_is_late) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto offered = w.offered(id);
  w.world.clock.set(offered.answer_due_at);
  w.run_jobs();
  std::vector<std::string> told;
  for (const auto& item : must(read(w.desk(), w.giver(), offered.id)).history) told.push_back(item.what);
  EXPECT_EQ(told, (std::vector<std::string>{"offered", "reminder", "overdue"}));
  w.run_jobs();
  EXPECT_EQ(must(read(w.desk(), w.giver(), offered.id)).history.size(), 3U);
  EXPECT_EQ(why_not_accepted(offered.id), "accepted") << "late is better than never";
}

TEST_P(HandoverTest, answers_to_what_was_sent_before_come_to_the_new_team) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto sent = w.refer_to(id, w.clinic.team, "Is there a bed on Sunday?");
  const auto own = w.refer_to(id, w.shelter());
  must(accept(w.desk(), w.receiver(), w.offered(id).id));
  EXPECT_EQ(referral::read(w.referrals(), w.giver(), sent.id).error().type, nrm::problems::kNotFound);
  must(referral::accept(w.referrals(), w.stranger(), sent.id));
  const auto view = must(referral::read(w.referrals(), w.receiver(), sent.id));
  EXPECT_EQ(view.summary.state, referral::State::accepted);
  EXPECT_EQ(view.case_id, id);
  EXPECT_EQ(view.line.at(0).text->reveal(), "Is there a bed on Sunday?");
  const auto parcel = referral::open(w.referrals(), w.receiver(), sent.id, "assist", "what was sent");
  EXPECT_EQ(must(parcel).fields.size(), 2U);
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM referral WHERE id = $id AND state = 'recalled'", {{"id", own.id}}), 1)
      << "nobody asks himself";
  const auto now = w.world.clock.now();
  const auto figures = w.world.database->reading([&](storage::Reader& reader) {
    return referral::figure_rows(reader, now - std::chrono::hours{48}, now + std::chrono::hours{48});
  });
  ASSERT_EQ(figures.size(), 2U);
  for (const auto& figure : figures) EXPECT_EQ(figure.from_team, w.border()) << "it counts where it was sent";
}

TEST_P(HandoverTest, what_a_team_asked_before_it_took_the_case_over_waits_for_nobody) {
  const auto id = w.open_case();
  w.agree(id, w.shelter());
  const auto own = w.refer_to(id, w.shelter());
  must(referral::accept(w.referrals(), w.receiver(), own.id));
  must(referral::ask(w.referrals(), w.receiver(), own.id, "Does she take anything else?"));
  const auto waiting = [&] {
    return w.count("SELECT COUNT(*) AS n FROM running_clock WHERE subject_kind = 'referral-question'");
  };
  ASSERT_EQ(waiting(), 1);
  must(accept(w.desk(), w.receiver(), w.offered(id).id));
  EXPECT_EQ(waiting(), 0) << "it would be asked to answer itself";
}

TEST_P(HandoverTest, a_team_that_held_it_jointly_holds_it_alone_and_others_go_on) {
  const auto id = w.open_case();
  w.agree(id, w.clinic.team, kAllGroups);
  const auto basis = w.agree(id, w.shelter(), kAllGroups);
  const auto join = [&](const TeamId& team, const BasisId& under) {
    return must(
        w.as<casefile::JointTeamId>(w.giver(), "case-team.add", id, [&](log::Act& act, const access::Permit& permit) {
          return caseteam::add(act, permit, id, {team, {access::Compartment::casework}, under});
        }));
  };
  join(w.shelter(), basis);
  const auto clinics = must(w.as<std::vector<caseteam::Offer>>(
      w.giver(), "case-team.list", id,
      [&](log::Act& act, const access::Permit& permit) -> Result<std::vector<caseteam::Offer>> {
        return caseteam::offers_of(act, permit, id);
      }));
  ASSERT_EQ(clinics.size(), 1U);
  join(w.clinic.team, clinics[0].basis);
  must(accept(w.desk(), w.receiver(), w.offered(id).id));
  EXPECT_EQ(w.reads(w.receiver(), id, "health.needs"), "Insulin, twice a day.");
  EXPECT_EQ(w.reads(w.stranger(), id, "casework.summary"), "Found at the crossing with two others.");
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_team WHERE ended_at IS NULL"), 1);
  w.world.database->reading([&](storage::Reader& reader) {
    EXPECT_EQ(casefile::joint_teams_of(reader, id).at(0).team, w.clinic.team);
    return 0;
  });
}

}  // namespace
}  // namespace nrm::handover::testing
