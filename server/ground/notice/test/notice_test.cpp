// What a member hears: in the app, and by a real mail server.
#include <boost/json.hpp>

#include "nrm/access/cover.hpp"
#include "nrm/access/forget_notices.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/mail/testing.hpp"
#include "nrm/notice/mail_setting.hpp"
#include "nrm/notice/notice.hpp"

namespace nrm::notice {
namespace {

using access::testing::must;
using access::testing::Person;

constexpr const char* kSite = "https://instance.example";

class NoticeTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  NoticeTest() { register_reactions(desk); }

  static access::testing::WorldOptions options(storage::Kind kind) {
    return {.kind = kind, .schemas = {mail::schema(), schema()}};
  }
  // By somebody of another team, or by a clock.
  void tell_team(const TeamId& team, const std::string& kind, const std::string& object) {
    act([&](log::Act& act) { act.react(kTeamNoticed, fmt::format("{}:{}:{}", team.text(), kind, object)); });
  }
  void tell_member(const Person& who, const std::string& code, const std::string& object) {
    act([&](log::Act& act) { access::tell_member(act, who.id, code, object); });
  }
  void act(const std::function<void(log::Act&)>& work) {
    const log::Header header{{log::Actor::Kind::clock, {}, {}, {}, "test"}, "test.tell", {}, {}, {}, {}};
    must(world.journal().act<void>(header, [&](log::Act& each) -> Result<void> {
      work(each);
      return {};
    }));
  }
  void run() {
    jobs::Runner{world.database.get(), world.clock, job_handlers(desk), [](std::string_view) {}}.run_due();
    mail::Courier{world.database.get(), world.clock, mail_route(desk, [](std::string_view) {})}.run_due();
  }
  // Text of the mails that came, decoded, the newest last.
  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (const auto& line : smtp.mails()) {
      const auto bytes = boost::json::value_to<std::string>(boost::json::parse(line).at("bytes"));
      std::string coded = bytes.substr(bytes.find("\r\n\r\n") + 4);
      std::erase_if(coded, [](char c) { return c == '\r' || c == '\n'; });
      out.push_back(text_of(*from_base64(coded)));
    }
    return out;
  }
  std::size_t mails() { return smtp.mails().size(); }
  std::string code_in(const std::string& text) {
    const auto at = text.find_first_of("0123456789");
    return text.substr(at, 8);
  }
  void wants(const Person& who, Mode mode, const std::string& address = "anna@post.example", int hour = 8) {
    must(set_address(desk, world.session(who), Personal{address}, "en"));
    run();
    must(confirm_address(desk, world.session(who), code_in(texts().back())));
    must(set_mail(desk, world.session(who), {mode, hour, 1, "en"}));
  }
  MailSetting setting(const Person& who) { return must(read_mail_setting(desk, world.session(who))); }

  access::testing::World world{options(GetParam())};
  mail::testing::SmtpServer smtp;
  Post post{smtp.settings(), kSite};
  i18n::Catalogue catalogue = i18n::Catalogue::load(std::filesystem::path{NRM_SOURCE_DIR} / "strings");
  Desk desk{world.context(), world.pack, catalogue, post};
};
NRM_ON_EACH_DATABASE(NoticeTest);

TEST_P(NoticeTest, by_default_nobody_is_mailed) {
  tell_team(world.border.team, "referral.sent", "r1");
  run();
  EXPECT_EQ(mails(), 0U);
  EXPECT_EQ(setting(world.officer).mode, Mode::none);
  EXPECT_TRUE(setting(world.officer).available);
}

TEST_P(NoticeTest, the_team_sees_what_came_until_it_has_looked) {
  tell_team(world.border.team, "referral.sent", "r1");
  const auto seen = must(list_team_notices(desk, world.session(world.officer)));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].code, "referral.sent");
  EXPECT_EQ(seen[0].object, "r1");
  EXPECT_FALSE(seen[0].seen);
  must(look(desk, world.session(world.officer)));
  EXPECT_TRUE(must(list_team_notices(desk, world.session(world.officer))).at(0).seen);
  EXPECT_FALSE(must(list_team_notices(desk, world.session(world.border_manager))).at(0).seen);
  EXPECT_TRUE(must(list_team_notices(desk, world.session(world.provider))).empty()) << "another team's";
  EXPECT_TRUE(must(list_team_notices(desk, world.session(world.auditor))).empty()) << "no work of hers";
  world.clock.advance(kKept + std::chrono::hours{1});
  EXPECT_TRUE(must(list_team_notices(desk, world.session(world.officer))).empty());
}

TEST_P(NoticeTest, notices_go_with_what_they_are_about) {
  tell_team(world.border.team, "referral.sent", "r1");
  tell_team(world.border.team, "handover.offered", "c1");
  act([&](log::Act& each) { access::forget_notices(each, "r1"); });
  act([&](log::Act& each) { each.react("case.erased", "c1"); });
  EXPECT_TRUE(must(list_team_notices(desk, world.session(world.officer))).empty());
}

TEST_P(NoticeTest, an_address_counts_once_its_code_is_typed) {
  EXPECT_EQ(set_mail(desk, world.session(world.officer), {Mode::at_once, 8, 1, "en"}).error().type,
            problems::kNoAddress);
  must(set_address(desk, world.session(world.officer), Personal<std::string>{"anna@post.example"}, "en"));
  run();
  ASSERT_EQ(mails(), 1U);
  const auto code = code_in(texts()[0]);
  EXPECT_EQ(setting(world.officer).address_state, AddressState::unconfirmed);
  EXPECT_EQ(confirm_address(desk, world.session(world.officer), code == "00000000" ? "1" : "00000000").error().type,
            problems::kWrongCode);
  EXPECT_EQ(confirm_address(desk, world.session(world.border_manager), code).error().type, problems::kWrongCode);
  must(confirm_address(desk, world.session(world.officer), code));
  EXPECT_EQ(setting(world.officer).address_state, AddressState::confirmed);
  EXPECT_EQ(setting(world.officer).address->reveal(), "anna@post.example");
  EXPECT_EQ(confirm_address(desk, world.session(world.officer), code).error().type, problems::kWrongCode)
      << "a code is good once";
}

TEST_P(NoticeTest, a_code_ends_with_its_half_hour_and_after_five_tries) {
  const auto ask = [&] {
    must(set_address(desk, world.session(world.officer), Personal<std::string>{"anna@post.example"}, "en"));
    run();
    return code_in(texts().back());
  };
  const auto late = ask();
  world.clock.advance(kCodeLasts);
  EXPECT_FALSE(confirm_address(desk, world.session(world.officer), late));
  const auto tried = ask();
  for (int i = 0; i < kCodeTries; ++i) EXPECT_FALSE(confirm_address(desk, world.session(world.officer), "x"));
  EXPECT_FALSE(confirm_address(desk, world.session(world.officer), tried));
  for (int i = 2; i < kCodesADay; ++i) ask();
  EXPECT_EQ(
      set_address(desk, world.session(world.officer), Personal<std::string>{"anna@post.example"}, "en").error().type,
      nrm::problems::kTooMany);
}

TEST_P(NoticeTest, no_address_lies_in_the_clear) {
  wants(world.officer, Mode::at_once, "qzwcanary@post.example");
  tell_team(world.border.team, "referral.sent", "r1");
  jobs::Runner{world.database.get(), world.clock, job_handlers(desk), [](std::string_view) {}}.run_due();
  for (const auto& table : {"mail_setting", "mail_outbox", "job", "member_notice", "team_notice"})
    for (const auto& row : world.database.query(fmt::format("SELECT * FROM {}", table)))
      for (const auto& value : row.values()) {
        if (const auto* text = std::get_if<std::string>(&value)) {
          EXPECT_EQ(text->find("qzwcanary"), std::string::npos) << table;
        }
        if (const auto* bytes = std::get_if<Bytes>(&value)) {
          EXPECT_EQ(text_of(*bytes).find("qzwcanary"), std::string::npos) << table;
        }
      }
}

TEST_P(NoticeTest, several_within_ten_minutes_make_one_mail) {
  wants(world.officer, Mode::at_once);
  const auto before = mails();
  for (int i = 0; i < 4; ++i) {
    tell_team(world.border.team, "referral.sent", fmt::format("r{}", i));
    run();
    world.clock.advance(std::chrono::minutes{2});
  }
  EXPECT_EQ(mails(), before + 1);
  world.clock.advance(std::chrono::minutes{20});
  run();
  EXPECT_EQ(mails(), before + 1) << "the mail that she has not answered still says it";
  tell_team(world.border.team, "referral.sent", "r9");
  run();
  EXPECT_EQ(mails(), before + 2);
}

TEST_P(NoticeTest, what_comes_after_she_looked_is_told_when_the_ten_minutes_are_over) {
  wants(world.officer, Mode::at_once);
  tell_team(world.border.team, "referral.sent", "r1");
  run();
  const auto before = mails();
  world.clock.advance(std::chrono::minutes{2});
  must(look(desk, world.session(world.officer)));
  world.clock.advance(std::chrono::minutes{1});
  tell_team(world.border.team, "referral.sent", "r2");
  run();
  EXPECT_EQ(mails(), before);
  world.clock.advance(std::chrono::minutes{8});
  run();
  EXPECT_EQ(mails(), before + 1);
}

TEST_P(NoticeTest, a_mail_says_that_something_waits_and_nothing_else) {
  wants(world.officer, Mode::at_once);
  tell_team(world.border.team, "referral.sent", "r1");
  run();
  const auto mail = boost::json::parse(smtp.mails().back());
  const auto bytes = boost::json::value_to<std::string>(mail.at("bytes"));
  EXPECT_NE(bytes.find("Subject: Something is waiting for you\r\n"), std::string::npos);
  EXPECT_EQ(texts().back(),
            "Something is waiting for you.\r\n\r\nSign in to see it:\r\nhttps://instance.example\r\n\r\n"
            "This message is short on purpose. Nobody will ever ask you for your password by "
            "e-mail.\r\n");
}

TEST_P(NoticeTest, who_did_it_is_not_mailed_about_it) {
  wants(world.officer, Mode::at_once);
  const auto before = mails();
  const auto session = world.session(world.officer);
  must(world.journal().act<void>(session.header("case.list", {}, {}), [&](log::Act& each) -> Result<void> {
    each.react(kTeamNoticed, fmt::format("{}:referral.sent:r1", world.border.team.text()));
    return {};
  }));
  run();
  EXPECT_EQ(mails(), before);
}

TEST_P(NoticeTest, who_stands_in_is_told_too) {
  const auto today = world.pack.calendar->local_date(world.clock.now());
  must(access::record_leave(world.context(), world.session(world.officer),
                            {world.officer.id, world.border_manager.id, today, today}));
  wants(world.border_manager, Mode::at_once, "olga@post.example");
  const auto before = mails();
  tell_member(world.officer, "glass.started", "c1");
  run();
  EXPECT_EQ(must(access::list_notices(world.context(), world.session(world.border_manager))).at(0).object, "c1");
  EXPECT_EQ(must(access::list_notices(world.context(), world.session(world.officer))).size(), 1U);
  EXPECT_EQ(mails(), before + 1);
  world.clock.advance(std::chrono::hours{24});
  tell_member(world.officer, "glass.started", "c2");
  EXPECT_EQ(must(access::list_notices(world.context(), world.session(world.border_manager))).size(), 1U)
      << "the leave is over";
}

TEST_P(NoticeTest, who_broke_the_glass_is_not_told_of_it_in_anothers_place) {
  const auto today = world.pack.calendar->local_date(world.clock.now());
  must(access::record_leave(world.context(), world.session(world.officer),
                            {world.officer.id, world.border_manager.id, today, today}));
  const auto session = world.session(world.border_manager);
  must(world.journal().act<void>(session.header("case.list", {}, {}), [&](log::Act& each) -> Result<void> {
    access::tell_member(each, world.officer.id, "glass.started", "c1");
    access::tell_member(each, world.officer.id, "custody.requested", "q1");
    return {};
  }));
  const auto copied = must(access::list_notices(world.context(), session));
  ASSERT_EQ(copied.size(), 1U);
  EXPECT_EQ(copied[0].code, "custody.requested");
  EXPECT_EQ(must(access::list_notices(world.context(), world.session(world.officer))).size(), 2U);
}

TEST_P(NoticeTest, a_digest_counts_by_kind_at_its_hour) {
  world.clock.set(*parse_rfc3339("2018-04-25T09:00:00Z"));
  wants(world.officer, Mode::daily, "anna@post.example", 8);  // 05:00 UTC in Minsk
  const auto before = mails();
  tell_team(world.border.team, "referral.sent", "r1");
  tell_team(world.border.team, "referral.declined", "r2");
  tell_member(world.officer, "keys.member-left", "t1");
  run();
  EXPECT_EQ(mails(), before);
  world.clock.set(*parse_rfc3339("2018-04-26T04:59:59Z"));
  run();
  EXPECT_EQ(mails(), before);
  world.clock.set(*parse_rfc3339("2018-04-26T05:00:00Z"));
  run();
  ASSERT_EQ(mails(), before + 1);
  EXPECT_NE(texts().back().find("Requests: 2\r\nKeys and accounts: 1\r\n"), std::string::npos) << texts().back();
  for (const auto* word : {"r1", "r2", "t1", "declined", "Border"})
    EXPECT_EQ(texts().back().find(word), std::string::npos) << word;
  world.clock.set(*parse_rfc3339("2018-04-27T05:00:00Z"));
  run();
  EXPECT_EQ(mails(), before + 1) << "nothing is new";
}

TEST_P(NoticeTest, a_weekly_digest_comes_on_its_day) {
  world.clock.set(*parse_rfc3339("2018-04-25T09:00:00Z"));  // Wednesday; the digest is Monday's
  wants(world.officer, Mode::weekly);
  tell_team(world.border.team, "referral.sent", "r1");
  const auto before = mails();
  world.clock.set(*parse_rfc3339("2018-04-29T12:00:00Z"));
  run();
  EXPECT_EQ(mails(), before);
  world.clock.set(*parse_rfc3339("2018-04-30T05:00:00Z"));
  run();
  EXPECT_EQ(mails(), before + 1);
}

TEST_P(NoticeTest, mail_that_is_down_stops_no_act_and_comes_later) {
  wants(world.officer, Mode::at_once);
  const auto before = mails();
  smtp.stop();
  tell_team(world.border.team, "referral.sent", "r1");
  run();
  EXPECT_FALSE(must(list_team_notices(desk, world.session(world.officer))).empty());
  smtp.start();
  world.clock.advance(std::chrono::minutes{1});
  run();
  EXPECT_EQ(mails(), before + 1);
}

TEST_P(NoticeTest, an_address_that_does_not_exist_is_told_to_her_and_mailed_no_more) {
  must(set_address(desk, world.session(world.officer), Personal<std::string>{"nobody@post.example"}, "en"));
  run();
  EXPECT_EQ(setting(world.officer).address_state, AddressState::refused);
  EXPECT_EQ(set_mail(desk, world.session(world.officer), {Mode::daily, 8, 1, "en"}).error().type, problems::kNoAddress);
}

TEST_P(NoticeTest, a_refusal_that_comes_late_is_not_the_new_address) {
  must(set_address(desk, world.session(world.officer), Personal<std::string>{"nobody@post.example"}, "en"));
  const auto route = mail_route(desk, [](std::string_view) {});
  const mail::Letter letter{"letter-1", "code", world.officer.id.text(), world.clock.now()};
  const auto old = route.compose(letter);
  ASSERT_TRUE(old);
  must(set_address(desk, world.session(world.officer), Personal<std::string>{"anna@post.example"}, "en"));
  route.on_refused(letter, *old);
  EXPECT_EQ(setting(world.officer).address_state, AddressState::unconfirmed);
  run();
  must(confirm_address(desk, world.session(world.officer), code_in(texts().back())));
  route.on_refused(letter, {"letter-2", Personal<std::string>{"anna@post.example"}, "subject", "body"});
  EXPECT_EQ(setting(world.officer).address_state, AddressState::refused);
}

TEST_P(NoticeTest, nothing_goes_to_who_was_suspended_or_took_her_address_out) {
  wants(world.officer, Mode::at_once);
  wants(world.border_manager, Mode::at_once, "olga@post.example");
  const auto before = mails();
  tell_team(world.border.team, "referral.sent", "r1");
  must(remove_address(desk, world.session(world.border_manager)));
  must(access::suspend(world.context(), world.session(world.administrator), world.officer.id));
  run();
  EXPECT_EQ(mails(), before);
  EXPECT_EQ(setting(world.border_manager).address_state, AddressState::none);
  EXPECT_FALSE(setting(world.border_manager).address);
}

TEST_P(NoticeTest, without_a_mail_server_there_is_no_address_to_give) {
  const Post none{};
  const Desk quiet{world.context(), world.pack, catalogue, none};
  EXPECT_EQ(
      set_address(quiet, world.session(world.officer), Personal<std::string>{"anna@post.example"}, "en").error().type,
      problems::kNoMail);
  EXPECT_FALSE(must(read_mail_setting(quiet, world.session(world.officer))).available);
}

}  // namespace
}  // namespace nrm::notice
