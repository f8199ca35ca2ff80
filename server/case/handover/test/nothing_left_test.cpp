// After the acceptance no row says any more that the old team has anything to do with the case, but where it tells who
// did something then; and the old team holds no key of it.
#include <fmt/format.h>

#include "hand_over_world.hpp"

namespace nrm::handover::testing {
namespace {

// table.column → why the old team may still be named.
const std::map<std::string, std::string>& history() {
  static const std::map<std::string, std::string> reasons{
      {"team.id", "the team itself"},
      {"member.team", "its members"},
      {"session.team", "who is signed in"},
      {"team_key.team", "its key pairs"},
      {"team_key_seal.team", "its key pairs"},
      {"team_service.team_id", "what it offers"},
      {"contact.team", "what it noted on the telephone stays its own, without the case"},
      {"handover.from_team", "who gave the case"},
      {"handover_history.actor_team", "who offered it"},
      {"key_seal.given_by_team", "who sealed a key that a receiver holds"},
      {"key_seal.holder", "its keys for its own notes, held to that below"},
      {"referral_history.actor_team", "who sent and asked"},
      {"referral_line.from_team", "who spoke"},
      {"other_ground.team", "who used the ground; its data protection officer was told"},
  };
  return reasons;
}

class NothingLeftTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  HandoverWorld w{GetParam()};

  // Every column of every table that holds the text.
  std::set<std::string> places_of(const std::string& id) {
    std::set<std::string> out;
    const auto columns = w.world.database.query(
        GetParam() == storage::Kind::sqlite
            ? "SELECT m.name AS t, p.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = "
              "'table' AND upper(p.type) = 'TEXT'"
            : "SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = "
              "current_schema() AND data_type = 'text'");
    EXPECT_GT(columns.size(), 100U);
    for (const auto& row : columns) {
      const auto sql =
          fmt::format(R"(SELECT COUNT(*) AS n FROM "{}" WHERE "{}" LIKE $id)", row.text("t"), row.text("c"));
      if (w.count(sql, {{"id", "%" + id + "%"}}) > 0) out.insert(row.text("t") + "." + row.text("c"));
    }
    return out;
  }
  template <class T>
  T of_giver(const std::string& action, const std::optional<CaseId>& id,
             const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    return must(w.as<T>(w.giver(), action, id, work));
  }
  void note_contact(const CaseId& id) {
    contacts::Contact contact{.channel = w.pack.find_list(contacts::kChannels)->codes.at(0).code,
                              .day = w.pack.calendar->local_date(w.world.clock.now()),
                              .outcome = w.pack.find_list(contacts::kOutcomes)->codes.at(0).code,
                              .minutes = std::nullopt,
                              .note = "A woman rang from the station."};
    const auto made = of_giver<contacts::ContactId>(
        "contact.record", std::nullopt,
        [&](log::Act& act, const access::Permit& permit) { return contacts::record(act, permit, w.pack, contact); });
    of_giver<void>("contact.link", id,
                   [&](log::Act& act, const access::Permit& permit) { return contacts::link(act, permit, made, id); });
  }
  // Everything that a case collects, so that each of it could be forgotten.
  CaseId rich_case() {
    const auto id = w.open_case();
    must(w.write(w.giver(), id, "justice.case-number", "yes"));
    must(w.write(w.giver(), id, "whereabouts.stays-at", "12 Test street"));
    note_contact(id);
    w.agree(id, w.shelter());
    const auto sent = w.refer_to(id, w.clinic.team);
    must(referral::ask(w.referrals(), w.stranger(), sent.id, "Does she take anything else?"));
    must(referral::accept(w.referrals(), w.stranger(), sent.id));
    must(w.write(w.giver(), id, "health.needs", "Insulin, three times a day."));
    must(referral::correct(w.referrals(), w.giver(), sent.id, {{"health.needs"}, "It changed."}));
    w.refer_to(id, w.second.team);
    of_giver<void>("case.restrict", id, [&](log::Act& act, const access::Permit& permit) {
      return casefile::restrict_case(act, permit, id, {w.world.officer.id});
    });
    of_giver<retention::HoldId>("hold.place", id, [&](log::Act& act, const access::Permit& permit) {
      return retention::place_hold(
          act, permit, w.pack, id,
          {"criminal-case",
           "file 7",
           {"health"},
           Date{std::chrono::sys_days{w.pack.calendar->local_date(w.world.clock.now())} + std::chrono::days{30}}});
    });
    of_giver<retention::Asked>("erasure.ask", id, [&](log::Act& act, const access::Permit& permit) {
      return retention::ask_erasure(act, permit, w.pack, id, {"subject-request", {"identity"}, "She asks."});
    });
    of_giver<void>("case.rekey", id, [&](log::Act& act, const access::Permit&) -> Result<void> {
      casefile::ask_rekey(act, id);
      return {};
    });
    return id;
  }
  std::set<std::string> key_places(const TeamId& team, bool asleep) {
    std::set<std::string> out;
    for (const auto& row : w.world.database.query("SELECT subject_kind, subject, compartment, key_version FROM "
                                                  "key_seal WHERE holder = $team AND holder_kind "
                                                  "= 'team' AND basis IS NULL AND dormant = $asleep",
                                                  {{"team", team}, {"asleep", asleep ? 1 : 0}}))
      out.insert(fmt::format("{}/{}/{}/{}", row.text("subject_kind"), row.text("subject"), row.text("compartment"),
                             row.integer("key_version")));
    return out;
  }
};
NRM_ON_EACH_DATABASE(NothingLeftTest);

TEST_P(NothingLeftTest, every_key_of_the_case_is_given_ahead) {
  const auto id = rich_case();
  auto held = key_places(w.border(), false);
  std::erase_if(held, [](const std::string& place) { return place.starts_with("team-notes/"); });
  const auto offered = w.offered(id);
  EXPECT_GT(held.size(), 12U);
  EXPECT_EQ(key_places(w.shelter(), true), held);
  must(accept(w.desk(), w.receiver(), offered.id));
  const auto has = key_places(w.shelter(), false);
  for (const auto& place : held) EXPECT_TRUE(has.contains(place)) << place;
  for (const auto& place : key_places(w.border(), false)) EXPECT_TRUE(place.starts_with("team-notes/")) << place;
}

TEST_P(NothingLeftTest, nothing_names_the_old_team_but_what_tells_who_did_something_then) {
  const auto id = rich_case();
  const auto tasks =
      w.count("SELECT COUNT(*) AS n FROM case_task WHERE team = $t AND state = 'open'", {{"t", w.border()}});
  EXPECT_GT(tasks, 1);
  must(accept(w.desk(), w.receiver(), w.offered(id).id));
  const auto places = places_of(w.border().text());
  for (const auto& place : places) EXPECT_TRUE(history().contains(place)) << place;
  EXPECT_TRUE(places.contains("handover.from_team"));
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM case_task WHERE team = $t AND state = 'open'", {{"t", w.shelter()}}),
            tasks);
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM contact WHERE case_id IS NOT NULL"), 0);
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM statistics_row"), 1);
  EXPECT_EQ(w.count("SELECT COUNT(*) AS n FROM legal_hold WHERE case_id = $id AND ended_at IS NULL", {{"id", id}}), 1);
}

TEST_P(NothingLeftTest, the_new_team_hands_it_on_and_leaves_nothing_either) {
  const auto id = rich_case();
  must(accept(w.desk(), w.receiver(), w.offered(id, "From the border.").id));
  const auto session = w.receiver();
  consent::Conversation said{.purpose = "assist",
                             .receiver = w.clinic.team,
                             .field_groups = kAllGroups,
                             .explained_by = w.world.shelter_manager.id};
  said.language = "ru";
  said.interpreter_used = true;
  said.interpreter_name = "Test Interpreter";
  for (const auto point : pathway::kConsentPoints) said.points.emplace_back(point);
  said.until = Date{std::chrono::sys_days{w.pack.calendar->local_date(w.world.clock.now())} + std::chrono::days{30}};
  must(w.as<BasisId>(session, "basis.record", id, [&](log::Act& act, const access::Permit& permit) {
    return consent::record(act, permit, w.pack, id, said);
  }));
  const auto offered = must(offer(w.desk(), w.receiver(), {id, w.clinic.team, false, "From the shelter."}));
  must(accept(w.desk(), w.stranger(), offered.id));
  EXPECT_EQ(w.reads(w.stranger(), id, "casework.summary"), "Found at the crossing with two others.");
  EXPECT_TRUE(key_places(w.shelter(), false).empty());
  EXPECT_EQ(w.reads(w.receiver(), id, "casework.summary"), "kernel.not-found");
}

}  // namespace
}  // namespace nrm::handover::testing
