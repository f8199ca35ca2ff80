#include "nrm/contacts/contact.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "nrm/access/testing.hpp"

namespace nrm::contacts {
namespace {

using access::testing::must;
using access::testing::Person;
using ::testing::ElementsAre;
using ::testing::Pair;

pathway::Pack belarus() {
  auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  if (!pack) throw std::logic_error{"the pack of Belarus does not load"};
  return std::move(*pack);
}

class ContactsTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(),
                                .schemas = {casefile::schema(), schema()},
                                .pack = belarus(),
                                .start = *parse_rfc3339("2026-02-02T20:00:00Z")}};

  void SetUp() override { register_reactions(world.journal()); }

  template <class T>
  Result<T> as(const Person& person, const std::string& action,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto session = world.session(person);
    const auto header = session.header(action, "", {std::nullopt, session.organisation, ""});
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  static Contact asked() {
    return {.channel = "phone",
            .day = *parse_iso_date("2026-02-02"),
            .part = "night",
            .needs = {"shelter", "legal-aid"},
            .outcome = "asked-did-not-stay",
            .language = "uk",
            .region = "",
            .minutes = 12,
            .note = "CANARYNOTE she asked where it is safe tonight"};
  }
  Result<ContactId> take(const Person& person, const Contact& contact) {
    return as<ContactId>(person, "contact.record", [&](log::Act& act, const access::Permit& permit) {
      return record(act, permit, world.pack, contact);
    });
  }
  Result<void> put_right(const Person& person, const ContactId& id, const Contact& contact) {
    return as<void>(person, "contact.correct", [&](log::Act& act, const access::Permit& permit) {
      return correct(act, permit, world.pack, id, contact);
    });
  }
  Page<RecordedContact> listed(const Person& person, const PageRequest& request = {}) {
    return must(as<Page<RecordedContact>>(person, "contact.list", [&](log::Act& act, const access::Permit& permit) {
      return list(act, permit, {*parse_iso_date("2026-01-01"), *parse_iso_date("2026-12-31")}, request);
    }));
  }
  Summary counted(const Person& person) {
    return must(
        as<Summary>(person, "contact.summarise", [&](log::Act& act, const access::Permit& permit) -> Result<Summary> {
          return summarise(act, permit, {*parse_iso_date("2026-02-02"), *parse_iso_date("2026-02-02")});
        }));
  }
  CaseId open_case(const Person& person) {
    return must(as<casefile::OpenedCase>(person, "case.open",
                                         [&](log::Act& act, const access::Permit& permit) {
                                           return casefile::open_case(
                                               act, permit, casefile::new_case_under(world.pack, {}, act.now()));
                                         }))
        .id;
  }
  Result<void> became(const Person& person, const ContactId& id, const CaseId& case_id) {
    return as<void>(person, "contact.link",
                    [&](log::Act& act, const access::Permit& permit) { return link(act, permit, id, case_id); });
  }
  template <class T>
  static std::string refusal(const Result<T>& answer) {
    if (answer) return "granted";
    std::string out{answer.error().type.slug};
    for (const auto& field : answer.error().fields) out += " " + field.pointer + "=" + field.code;
    return out;
  }
};
NRM_ON_EACH_DATABASE(ContactsTest);

TEST_P(ContactsTest, a_contact_comes_back_to_the_team_as_it_was_recorded_and_to_nobody_else) {
  must(take(world.officer, asked()));
  const auto page = listed(world.border_manager);
  ASSERT_EQ(page.items.size(), 1U);
  const auto& contact = page.items[0].contact.reveal();
  EXPECT_EQ(contact.note, asked().note);
  EXPECT_EQ(contact.part, "night");
  EXPECT_EQ(contact.language, "uk");
  EXPECT_EQ(contact.minutes, 12);
  EXPECT_THAT(contact.needs, ElementsAre("legal-aid", "shelter"));
  EXPECT_TRUE(page.items[0].correctable);
  EXPECT_TRUE(listed(world.provider).items.empty());
  EXPECT_EQ(counted(world.provider).contacts, 0);
}

TEST_P(ContactsTest, what_was_said_stands_nowhere_in_the_clear) {
  must(take(world.officer, asked()));
  const auto row = world.database.query("SELECT * FROM contact").at(0);
  for (const auto& value : row.values()) {
    const auto* text = std::get_if<std::string>(&value);
    EXPECT_TRUE(text == nullptr || (text->find("CANARY") == std::string::npos && *text != "uk" && *text != "night"));
    const auto* bytes = std::get_if<Bytes>(&value);
    EXPECT_TRUE(bytes == nullptr || std::string(bytes->begin(), bytes->end()).find("CANARY") == std::string::npos);
  }
}

TEST_P(ContactsTest, a_note_moved_to_another_contact_opens_nothing) {
  const auto first = must(take(world.officer, asked()));
  const auto second = must(take(world.officer, asked()));
  world.database.write([&](storage::Writer& writer) {
    writer.run("UPDATE contact SET sealed = (SELECT o.sealed FROM contact o WHERE o.id = $first) WHERE id = $second",
               {{"first", first}, {"second", second}});
    return true;
  });
  const auto page =
      as<Page<RecordedContact>>(world.officer, "contact.list", [&](log::Act& act, const access::Permit& permit) {
        return list(act, permit, {*parse_iso_date("2026-01-01"), *parse_iso_date("2026-12-31")}, {});
      });
  EXPECT_EQ(refusal(page), "kernel.not-found");
}

TEST_P(ContactsTest, a_night_is_counted_by_channel_need_and_outcome) {
  must(take(world.officer, asked()));
  auto other = asked();
  other.needs = {"shelter"};
  other.channel = "visit";
  must(take(world.border_manager, other));
  other.day = *parse_iso_date("2026-02-01");
  must(take(world.border_manager, other));
  const auto summary = counted(world.officer);
  EXPECT_EQ(summary.contacts, 2);
  EXPECT_THAT(summary.by_channel, ElementsAre(Pair("phone", 1), Pair("visit", 1)));
  EXPECT_THAT(summary.by_need, ElementsAre(Pair("legal-aid", 1), Pair("shelter", 2)));
  EXPECT_THAT(summary.by_outcome, ElementsAre(Pair("asked-did-not-stay", 2)));
}

TEST_P(ContactsTest, a_colleague_corrects_it_within_a_day_and_nobody_later) {
  const auto id = must(take(world.officer, asked()));
  auto better = asked();
  better.outcome = "informed";
  better.note = "";
  better.minutes.reset();
  EXPECT_EQ(refusal(put_right(world.provider, id, better)), "kernel.not-found");
  must(put_right(world.border_manager, id, better));
  const auto item = listed(world.officer).items.at(0);
  EXPECT_EQ(item.contact.reveal().outcome, "informed");
  EXPECT_EQ(item.contact.reveal().note, "");
  EXPECT_FALSE(item.contact.reveal().minutes.has_value());
  world.clock.advance(std::chrono::hours{24});
  EXPECT_EQ(refusal(put_right(world.officer, id, better)), "contacts.too-late");
  EXPECT_FALSE(listed(world.officer).items.at(0).correctable);
}

TEST_P(ContactsTest, it_becomes_a_case_by_a_link_and_erasing_the_case_leaves_only_the_count) {
  const auto id = must(take(world.officer, asked()));
  const auto theirs = open_case(world.provider);
  EXPECT_EQ(refusal(became(world.officer, id, theirs)), "kernel.invalid /case_id=unknown");
  const auto own = open_case(world.officer);
  must(became(world.officer, id, own));
  EXPECT_EQ(listed(world.officer).items.at(0).case_id, own);
  EXPECT_EQ(refusal(put_right(world.officer, id, asked())), "contacts.already-case");
  EXPECT_EQ(refusal(became(world.officer, id, own)), "contacts.already-case");
  must(as<void>(world.officer, "case.write", [&](log::Act& act, const access::Permit&) -> Result<void> {
    act.react(casefile::kCaseErased, own.text());
    return {};
  }));
  const auto item = listed(world.officer).items.at(0);
  EXPECT_FALSE(item.case_id.has_value());
  EXPECT_EQ(item.contact.reveal().note, "");
  EXPECT_EQ(counted(world.officer).contacts, 1);
}

TEST_P(ContactsTest, faults_are_named_where_they_are) {
  const auto fault = [&](auto&& change) {
    auto contact = asked();
    change(contact);
    return refusal(take(world.officer, contact));
  };
  EXPECT_EQ(fault([](Contact& c) { c.channel = "pigeon"; }), "kernel.invalid /channel=not-in-list");
  EXPECT_EQ(fault([](Contact& c) { c.outcome = ""; }), "kernel.invalid /outcome=not-in-list");
  EXPECT_EQ(fault([](Contact& c) { c.needs = {"a-moon"}; }), "kernel.invalid /needs=not-in-list");
  EXPECT_EQ(fault([](Contact& c) { c.day = *parse_iso_date("2026-02-03"); }), "kernel.invalid /day=out-of-range");
  EXPECT_EQ(fault([](Contact& c) { c.language = "ру"; }), "kernel.invalid /language=not-in-list");
  EXPECT_EQ(fault([](Contact& c) { c.part = "dawn"; }), "kernel.invalid /part=not-in-list");
  EXPECT_EQ(fault([](Contact& c) { c.minutes = 1441; }), "kernel.invalid /minutes=out-of-range");
  EXPECT_EQ(fault([](Contact& c) { c.note = std::string(501, 'x'); }), "kernel.invalid /note=too-long");
  EXPECT_TRUE(world.database.query("SELECT id FROM contact").empty());
}

TEST_P(ContactsTest, pages_follow_each_other_newest_first) {
  for (int i = 0; i < 5; ++i) {
    world.clock.advance(std::chrono::seconds{1});
    must(take(world.officer, asked()));
  }
  const auto first = listed(world.officer, {2, std::nullopt});
  ASSERT_EQ(first.items.size(), 2U);
  const auto second = listed(world.officer, {2, first.next});
  ASSERT_EQ(second.items.size(), 2U);
  EXPECT_GT(first.items[1].id, second.items[0].id);
  EXPECT_FALSE(listed(world.officer, {2, second.next}).next.has_value());
}

}  // namespace
}  // namespace nrm::contacts
