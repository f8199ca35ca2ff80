// A key is given back by two custodians, and by nobody else.
#include "custody_world.hpp"

namespace nrm::access::testing {
namespace {

class CustodyTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  CustodyTest() {
    world.name_custodians();
    world.next_morning();
  }
  // Asked for, waited for, approved by two.
  CustodianCodes approved(const Person& person) {
    request = world.ask_for(person);
    world.wait(kCustodyDelay);
    const auto one = must(world.approve_by(world.officer, request));
    const auto other = must(world.approve_by(world.second, request));
    return CustodyWorld::codes(person, *one, *other);
  }
  ProblemType approval_refusal(const Person& by) { return world.approve_by(by, request).error().type; }
  ProblemType prepare_refusal(const CustodianCodes& codes) {
    world.clock.advance(std::chrono::minutes{20});  // past any throttling
    return prepare_account(world.context(), codes).error().type;
  }

  CustodyWorld world{{.kind = GetParam()}};
  CustodyRequestId request{Uuid{}};
};
NRM_ON_EACH_DATABASE(CustodyTest);

TEST_P(CustodyTest, V6_4_4_two_custodians_give_a_member_her_key_back_and_everything_older_ends) {
  const auto before = world.session(world.lost);
  const auto codes = approved(world.lost);
  const auto factor = world.new_factor(codes);
  EXPECT_EQ(world.new_factor(codes), factor) << "shown again, it is the same";
  const auto recovery_code = must(world.come_back(codes, factor));
  EXPECT_EQ(world.state_of(request), CustodyState::done);

  auto renewed = world.lost;
  renewed.password = "amber tram Tuesday 88 fiddle";
  renewed.totp = factor;
  const auto session = world.sign_in_now(renewed).session;
  EXPECT_EQ(session.member_seed, before.member_seed);
  EXPECT_EQ(list_sessions(world.context(), before).error().type, problems::kSignedOut);

  world.clock.advance(std::chrono::minutes{20});
  EXPECT_FALSE(sign_in(world.context(),
                       {world.lost.account, SecretText{world.lost.password}, world.code_of(renewed), "n"}, "r"));
  EXPECT_FALSE(sign_in(world.context(),
                       {world.lost.account, SecretText{renewed.password}, world.code_of(world.lost), "m"}, "r"));
  const Recovery old_code{world.lost.account, SecretText{world.lost.recovery_code}, world.code_of(renewed),
                          SecretText{"another long pass phrase 7"}, "o"};
  EXPECT_FALSE(recover(world.context(), old_code));
  const Recovery next_code{world.lost.account, recovery_code, world.code_of(renewed),
                           SecretText{"another long pass phrase 7"}, "p"};
  EXPECT_TRUE(recover(world.context(), next_code));
}

TEST_P(CustodyTest, one_custodian_is_not_enough) {
  request = world.ask_for(world.lost);
  world.wait(kCustodyDelay);
  const auto one = must(world.approve_by(world.officer, request));
  EXPECT_EQ(world.state_of(request), CustodyState::open);
  EXPECT_EQ(prepare_refusal(CustodyWorld::codes(world.lost, *one, *one)), problems::kWrongCredentials);
  EXPECT_EQ(approval_refusal(world.officer), nrm::problems::kConflict);
  EXPECT_EQ(world.state_of(request), CustodyState::open);
}

TEST_P(CustodyTest, one_code_of_two_opens_nothing) {
  const auto codes = approved(world.lost);
  const auto other = crypto::make_recovery_code(world.random);
  EXPECT_EQ(prepare_refusal(CustodyWorld::codes(world.lost, codes.one, codes.one)), problems::kWrongCredentials);
  EXPECT_EQ(prepare_refusal(CustodyWorld::codes(world.lost, codes.one, other)), problems::kWrongCredentials);
  EXPECT_EQ(prepare_refusal(CustodyWorld::codes(world.lost, other, codes.other)), problems::kWrongCredentials);
  EXPECT_EQ(prepare_refusal(CustodyWorld::codes(world.lost, codes.one, SecretText{"nonsense"})),
            problems::kWrongCredentials);
  EXPECT_TRUE(prepare_account(world.context(), CustodyWorld::codes(world.lost, codes.other, codes.one)))
      << "in either order";
}

TEST_P(CustodyTest, the_codes_are_good_for_her_account_alone_and_once) {
  const auto codes = approved(world.lost);
  EXPECT_EQ(prepare_refusal(CustodyWorld::codes(world.third, codes.one, codes.other)), problems::kWrongCredentials);
  EXPECT_EQ(prepare_refusal({"nobody.here", codes.one, codes.other, "x"}), problems::kWrongCredentials);
  const auto factor = world.new_factor(codes);
  must(world.come_back(codes, factor));
  EXPECT_EQ(prepare_refusal(codes), problems::kWrongCredentials);
  EXPECT_FALSE(world.come_back(codes, factor));
}

TEST_P(CustodyTest, a_wrong_code_of_the_new_phone_changes_nothing) {
  const auto codes = approved(world.lost);
  const auto wrong = crypto::random_totp_secret(world.random);
  EXPECT_EQ(world.come_back(codes, wrong).error().type, problems::kWrongCode);
  EXPECT_EQ(world.state_of(request), CustodyState::approved);
  EXPECT_TRUE(world.sign_in_now(world.lost).session.member == world.lost.id);
  EXPECT_TRUE(world.come_back(codes, world.new_factor(codes)));
}

TEST_P(CustodyTest, nobody_approves_within_the_day_of_delay) {
  request = world.ask_for(world.lost);
  EXPECT_EQ(approval_refusal(world.officer), problems::kCustodyTooEarly);
  world.wait(kCustodyDelay - std::chrono::minutes{1});
  EXPECT_EQ(approval_refusal(world.officer), problems::kCustodyTooEarly);
  world.wait(std::chrono::minutes{1});
  EXPECT_TRUE(world.approve_by(world.officer, request));
}

TEST_P(CustodyTest, a_day_that_was_shortened_in_the_database_or_a_clock_that_has_not_spoken_opens_nothing) {
  request = world.ask_for(world.lost);
  world.database.run("UPDATE custody_request SET state = 'open' WHERE id = $id", {{"id", request}});
  EXPECT_EQ(approval_refusal(world.officer), problems::kCustodyTooEarly);
  world.database.run("UPDATE custody_request SET state = 'waiting' WHERE id = $id", {{"id", request}});
  world.clock.advance(kCustodyDelay);
  EXPECT_EQ(approval_refusal(world.officer), problems::kCustodyTooEarly);
}

TEST_P(CustodyTest, the_delay_outlives_a_restart) {
  request = world.ask_for(world.lost);
  world.restart();
  world.wait(kCustodyDelay);
  EXPECT_EQ(world.state_of(request), CustodyState::open);
}

TEST_P(CustodyTest, nobody_but_a_custodian_of_her_team_approves) {
  request = world.ask_for(world.lost);
  world.wait(kCustodyDelay);
  for (const auto& person :
       {world.border_manager, world.administrator, world.auditor, world.shelter_manager, world.provider}) {
    EXPECT_EQ(approval_refusal(person), nrm::problems::kNotFound) << person.account;
  }
}

TEST_P(CustodyTest, custodians_of_another_team_do_not_approve) {
  const auto a = world.new_person(world.shelter, {Role::service_provider}, "shelter.a");
  const auto b = world.new_person(world.shelter, {Role::service_provider}, "shelter.b");
  const auto version =
      must(propose_custodians(world.context(), world.session(world.shelter_manager), {a.id, b.id, world.provider.id}));
  for (const auto& person : {a, b, world.provider})
    must(accept_custody(world.context(), world.session(person), version));
  request = world.ask_for(world.lost);
  world.wait(kCustodyDelay);
  for (const auto& person : {a, b}) EXPECT_EQ(approval_refusal(person), nrm::problems::kNotFound);
}

TEST_P(CustodyTest, a_custodian_who_lost_her_own_key_needs_both_others) {
  request = must(request_account(world.context(), world.session(world.second), {world.officer.id, "document-seen"}));
  world.wait(kCustodyDelay);
  EXPECT_EQ(approval_refusal(world.officer), problems::kNotYourself);
  const auto one = must(world.approve_by(world.second, request));
  const auto other = must(world.approve_by(world.third, request));
  const auto codes = CustodyWorld::codes(world.officer, *one, *other);
  EXPECT_TRUE(world.come_back(codes, world.new_factor(codes)));
}

TEST_P(CustodyTest, nobody_asks_for_herself_or_for_another_team_s_member_or_twice) {
  const auto ask = [&](const Person& by, const Person& member) {
    return request_account(world.context(), world.session(by), {member.id, "known-in-person"});
  };
  EXPECT_EQ(ask(world.officer, world.officer).error().type, problems::kNotYourself);
  EXPECT_EQ(ask(world.officer, world.provider).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(ask(world.lost, world.second).error().type, nrm::problems::kNotFound) << "neither manager nor custodian";
  EXPECT_EQ(ask(world.administrator, world.lost).error().type, nrm::problems::kNotFound);
  EXPECT_TRUE(ask(world.border_manager, world.lost));
  EXPECT_EQ(ask(world.officer, world.lost).error().type, nrm::problems::kConflict);
}

TEST_P(CustodyTest, how_she_was_recognised_must_be_said) {
  const auto by = world.session(world.officer);
  EXPECT_EQ(request_account(world.context(), by, {world.lost.id, ""}).error().type, nrm::problems::kInvalid);
  EXPECT_EQ(request_account(world.context(), by, {world.lost.id, "by-phone"}).error().type, nrm::problems::kInvalid);
  EXPECT_EQ(approve(world.context(), by, {world.ask_for(world.lost), "", ""}).error().type, nrm::problems::kInvalid);
}

TEST_P(CustodyTest, a_key_that_is_not_split_cannot_be_asked_for) {
  const auto fresh = world.new_person(world.border, {Role::first_responder}, "border.fresh");
  EXPECT_TRUE(request_account(world.context(), world.session(world.officer), {fresh.id, "known-in-person"}))
      << "split at her first sign-in";
  const auto never = world.enrolled(world.border, {Role::first_responder}, "border.never");
  EXPECT_EQ(request_account(world.context(), world.session(world.officer), {never.id, "known-in-person"}).error().type,
            problems::kNotInCustody);
}

TEST_P(CustodyTest, she_herself_stops_it_and_so_does_any_custodian_or_case_manager) {
  for (const auto& person : {world.lost, world.third, world.border_manager}) {
    request = world.ask_for(world.lost);
    must(cancel_custody(world.context(), world.session(person), request));
    EXPECT_EQ(world.state_of(request), CustodyState::cancelled);
    world.wait(kCustodyDelay);
    EXPECT_EQ(approval_refusal(world.officer), nrm::problems::kConflict);
    EXPECT_EQ(cancel_custody(world.context(), world.session(person), request).error().type, nrm::problems::kConflict);
  }
  request = world.ask_for(world.lost);
  const auto bystander = world.new_person(world.border, {Role::first_responder}, "border.bystander");
  for (const auto& person : {bystander, world.administrator, world.provider}) {
    EXPECT_EQ(cancel_custody(world.context(), world.session(person), request).error().type, nrm::problems::kNotFound);
  }
}

TEST_P(CustodyTest, stopped_after_both_approvals_the_codes_open_nothing) {
  const auto codes = approved(world.lost);
  must(cancel_custody(world.context(), world.session(world.lost), request));
  EXPECT_EQ(prepare_refusal(codes), problems::kWrongCredentials);
  EXPECT_EQ(world.count("custody_part"), 0);
}

TEST_P(CustodyTest, after_a_week_it_is_over) {
  const auto codes = approved(world.lost);
  world.wait(kCustodyLasts);
  EXPECT_EQ(world.state_of(request), CustodyState::expired);
  EXPECT_EQ(prepare_refusal(codes), problems::kWrongCredentials);
  EXPECT_EQ(world.count("custody_part"), 0);
}

TEST_P(CustodyTest, the_whole_team_and_she_herself_are_told_of_every_step) {
  const auto codes = approved(world.lost);
  must(world.come_back(codes, world.new_factor(codes)));
  for (const auto& person : {world.third, world.administrator, world.border_manager}) {
    auto notices = world.notices_of(person);
    notices.resize(4);
    EXPECT_EQ(notices,
              (std::vector<std::string>{"custody.done", "custody.approved", "custody.open", "custody.requested"}));
  }
  EXPECT_GE(world.count("member_notice WHERE member = $m AND code = 'custody.requested'", {{"m", world.lost.id}}), 1);
}

TEST_P(CustodyTest, a_suspended_member_does_not_come_back_this_way) {
  const auto codes = approved(world.lost);
  must(suspend(world.context(), world.session(world.border_manager), world.lost.id));
  EXPECT_EQ(prepare_refusal(codes), problems::kWrongCredentials);
}

TEST_P(CustodyTest, what_was_asked_for_a_member_ends_when_she_leaves_the_team) {
  const auto codes = approved(world.lost);
  must(change_team(world.context(), world.session(world.administrator), world.lost.id, world.shelter.team,
                   {Role::service_provider}));
  EXPECT_EQ(world.state_of(request), CustodyState::cancelled);
  EXPECT_EQ(prepare_refusal(codes), problems::kWrongCredentials);
  EXPECT_EQ(world.count("custody_part"), 0);
}

TEST_P(CustodyTest, a_share_moved_or_changed_in_the_database_is_not_given_on) {
  request = world.ask_for(world.lost);
  world.wait(kCustodyDelay);
  world.database.run(
      "UPDATE custodian_share SET sealed = (SELECT s.sealed FROM custodian_share s WHERE s.owner = $other "
      "AND s.custodian = $custodian) WHERE owner = $lost AND custodian = $custodian",
      {{"other", world.border_manager.id}, {"custodian", world.officer.id}, {"lost", world.lost.id}});
  EXPECT_EQ(approval_refusal(world.officer), problems::kNotInCustody);
}

TEST_P(CustodyTest, a_part_moved_between_requests_opens_nothing) {
  const auto codes = approved(world.lost);
  const auto other =
      must(request_account(world.context(), world.session(world.officer), {world.third.id, "document-seen"}));
  world.database.run("UPDATE custody_part SET request = $other", {{"other", other}});
  world.database.run("UPDATE custody_request SET state = 'approved', approvals = 2, opens_at = $t WHERE id = $other",
                     {{"other", other}, {"t", UtcTime::from_unix_us(0)}});
  EXPECT_EQ(prepare_refusal(CustodyWorld::codes(world.third, codes.one, codes.other)), problems::kWrongCredentials);
}

// The bytes are the same on both databases, and their hundreds of acts take their time.
class CustodyBytesTest : public CustodyTest {};
INSTANTIATE_TEST_SUITE_P(sqlite, CustodyBytesTest, ::testing::Values(storage::Kind::sqlite));

// Whoever can write to the database and holds no key.
TEST_P(CustodyBytesTest, each_flipped_byte_of_a_share_its_signature_or_a_custodian_s_binding_is_refused) {
  request = world.ask_for(world.lost);
  world.wait(kCustodyDelay);
  const storage::Params where{{"custodian", world.officer.id}, {"lost", world.lost.id}};
  std::size_t flipped = 0;
  for (const std::string column : {"sealed", "digest", "signature"}) {
    const std::string row = "custodian_share WHERE custodian = $custodian AND owner = $lost";
    const auto sound = world.database.query("SELECT " + column + " AS it FROM " + row, where).at(0).blob("it");
    for (std::size_t at = 0; at <= sound.size(); ++at) {
      auto broken = sound;
      if (at < sound.size()) broken[at] ^= 1U;
      auto params = where;
      params.emplace_back("it", broken);
      world.database.run(
          "UPDATE custodian_share SET " + column + " = $it WHERE custodian = $custodian AND owner = $lost", params);
      if (at == sound.size()) break;  // sound again
      EXPECT_EQ(approval_refusal(world.officer), problems::kNotInCustody) << column << " " << at;
      ++flipped;
    }
  }
  const auto binding =
      world.database.query("SELECT binding FROM custodian WHERE member = $m", {{"m", world.officer.id}})
          .at(0)
          .blob("binding");
  for (std::size_t at = 0; at <= binding.size(); ++at) {
    auto broken = binding;
    if (at < binding.size()) broken[at] ^= 1U;
    world.database.run("UPDATE custodian SET binding = $it WHERE member = $m",
                       {{"it", broken}, {"m", world.officer.id}});
    if (at == binding.size()) break;
    EXPECT_EQ(approval_refusal(world.officer), nrm::problems::kNotFound) << "binding " << at;
    ++flipped;
  }
  EXPECT_GT(flipped, 240U);
  EXPECT_TRUE(world.approve_by(world.officer, request));
}

TEST_P(CustodyBytesTest, each_flipped_byte_of_a_part_is_refused) {
  const auto codes = approved(world.lost);
  const auto sound =
      world.database.query("SELECT sealed FROM custody_part WHERE custodian = $c", {{"c", world.officer.id}})
          .at(0)
          .blob("sealed");
  for (std::size_t at = 0; at < sound.size(); ++at) {
    auto broken = sound;
    broken[at] ^= 1U;
    world.database.run("UPDATE custody_part SET sealed = $it WHERE custodian = $c",
                       {{"it", broken}, {"c", world.officer.id}});
    EXPECT_EQ(prepare_refusal(codes), problems::kWrongCredentials) << at;
  }
}

// The database and the server's secrets, but no session and no code.
TEST_P(CustodyTest, the_server_s_disk_alone_opens_no_share_and_no_part) {
  const auto codes = approved(world.lost);
  const auto seed = world.session(world.lost).member_seed;
  const auto& secrets = world.secrets;
  for (const auto& table : {"custodian_share", "custody_part"}) {
    for (const auto& row : world.database.query(std::string{"SELECT sealed FROM "} + table)) {
      const auto& sealed = row.blob("sealed");
      EXPECT_EQ(std::search(sealed.begin(), sealed.end(), seed.expose().begin(), seed.expose().end()), sealed.end());
      for (const auto& key : {secrets.totp_key, secrets.hash_key, secrets.log_seed, secrets.binding_seed}) {
        EXPECT_FALSE(crypto::open(key, sealed, {}) || crypto::box_open(key, sealed, {}));
      }
    }
  }
}

// One custodian with the database in hand: her own seed opens her own share and no other.
TEST_P(CustodyTest, one_custodian_with_the_whole_database_has_one_share) {
  const auto seed = world.session(world.officer).member_seed;
  int opened = 0;
  const auto rows = world.database.query("SELECT * FROM custodian_share WHERE owner = $o", {{"o", world.lost.id}});
  for (const auto& row : rows) {
    const auto place = fmt::format("custodian-share:{}:{}:{}:{}:{}:{}", row.text("owner"), row.text("kind"),
                                   row.integer("key_version"), row.integer("set_version"), row.text("custodian"),
                                   row.integer("point"));
    if (crypto::box_open_key(seed, row.blob("sealed"), view_of(place))) ++opened;
  }
  EXPECT_EQ(rows.size(), 3U);
  EXPECT_EQ(opened, 1);
}

TEST_P(CustodyTest, shares_made_anew_between_two_approvals_make_the_first_void) {
  request = world.ask_for(world.lost);
  world.wait(kCustodyDelay);
  must(world.approve_by(world.officer, request));
  const auto session = world.session(world.lost);
  must(world.journal().act<void>(session.header("access.sign-in", {}, {}), [&](log::Act& act) -> Result<void> {
    const auto permit = decide(act, session, Relation::own_account);
    if (!permit) return tl::unexpected(permit.error());
    remake_shares(act, *permit);
    return {};
  }));
  EXPECT_EQ(world.state_of(request), CustodyState::open);
  EXPECT_EQ(world.count("custody_part"), 0);
  const auto one = must(world.approve_by(world.officer, request));
  const auto other = must(world.approve_by(world.third, request));
  EXPECT_TRUE(prepare_account(world.context(), CustodyWorld::codes(world.lost, *one, *other)));
}

}  // namespace
}  // namespace nrm::access::testing
