#include <thread>

#include "nrm/casefile/overview.hpp"
#include "nrm/referral/correction.hpp"
#include "office.hpp"
#include "parts.hpp"

namespace nrm::referral::testing {
namespace {

class CorrectionTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  Office office{GetParam()};
  CaseId id = office.open_case();
  BasisId basis = office.consent_to(id, office.shelter());
  Sent sent = must(send(office.desk(), office.sender(), office.asking(id, basis)));

  void write(const std::map<std::string, std::string>& texts, std::vector<std::string> cleared = {}) {
    casefile::Values values;
    for (const auto& [name, text] : texts) values.emplace(name, Personal{text});
    must(office.on_case<std::int64_t>("case.write", id, [&](log::Act& act, const access::Permit& permit) {
      const casefile::WriteOptions options{office.pack.calendar->local_date(act.now()), std::nullopt, cleared};
      return casefile::write_versions(act, permit, id, values, options);
    }));
  }
  bool reminded() {
    for (const auto& item : office.work_of(office.sender()))
      if (item.kind == kCorrectionTask) return true;
    return false;
  }
  OpenedParcel open_as(const access::Session& who) {
    return must(referral::open(office.desk(), who, sent.id, "assist", "a bed is asked for"));
  }
  static std::string said(const std::optional<Personal<std::string>>& value) {
    return value ? value->reveal() : "(nothing)";
  }
};
NRM_ON_EACH_DATABASE(CorrectionTest);

TEST_P(CorrectionTest, the_receiver_sees_old_and_new_with_their_times) {
  write({{"health.needs", "Insulin, three times a day."}});
  office.world.clock.advance(std::chrono::hours{1});
  const auto correction =
      must(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, "The doctor changed it."}));
  EXPECT_EQ(correction.number, 1);
  for (const auto& who : {office.receiver(), office.sender()}) {
    const auto opened = open_as(who);
    EXPECT_EQ(opened.fields.at("health.needs").reveal(), "Insulin, twice a day.");
    ASSERT_EQ(opened.corrections.size(), 1U);
    EXPECT_EQ(said(opened.corrections[0].fields.at("health.needs")), "Insulin, three times a day.");
    EXPECT_EQ(opened.corrections[0].at, correction.at);
  }
  const auto inbox = must(list(office.desk(), office.receiver(), Box::in, std::nullopt, {}));
  EXPECT_TRUE(inbox.items.at(0).unread);
  const auto view = must(read(office.desk(), office.receiver(), sent.id));
  EXPECT_EQ(std::ranges::count(view.history, "corrected", &HistoryItem::what), 1);
  EXPECT_EQ(view.line.at(0).text->reveal(), "The doctor changed it.");
  EXPECT_TRUE(view.carried.empty());
}

TEST_P(CorrectionTest, nobody_forgets_until_it_is_sent_or_dismissed) {
  EXPECT_FALSE(reminded());
  write({{"identity.birth-place", "Brest"}});
  EXPECT_FALSE(reminded()) << "the parcel carries no birth place";
  write({{"health.needs", "Insulin, three times a day."}});
  EXPECT_TRUE(reminded());
  const auto outdated = must(outdated_referrals(office.desk(), office.sender(), id));
  ASSERT_EQ(outdated.size(), 1U);
  EXPECT_EQ(outdated[0].id, sent.id);
  EXPECT_EQ(outdated[0].fields, std::vector<std::string>{"health.needs"});
  must(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, ""}));
  EXPECT_FALSE(reminded());
  write({{"health.needs", "Insulin, four times a day."}});
  EXPECT_TRUE(reminded());
  must(dismiss_correction(office.desk(), office.sender(), sent.id, "the shelter heard it by telephone"));
  EXPECT_FALSE(reminded());
  EXPECT_TRUE(must(outdated_referrals(office.desk(), office.sender(), id)).empty());
}

TEST_P(CorrectionTest, corrections_are_numbered_and_none_replaces_another) {
  write({{"health.needs", "first"}});
  must(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, ""}));
  write({}, {"health.needs"});
  EXPECT_EQ(must(correct(office.desk(), office.sender(), sent.id, {{"identity.names", "health.needs"}, ""})).number, 2);
  const auto opened = open_as(office.receiver());
  ASSERT_EQ(opened.corrections.size(), 2U);
  EXPECT_EQ(said(opened.corrections[0].fields.at("health.needs")), "first");
  EXPECT_EQ(said(opened.corrections[1].fields.at("health.needs")), "(nothing)");
  EXPECT_TRUE(opened.corrections[1].fields.contains("identity.names"));
}

TEST_P(CorrectionTest, only_the_sender_corrects_and_only_what_the_parcel_carries) {
  const auto refused = [&](const access::Session& who, const std::vector<std::string>& fields) {
    const auto out = correct(office.desk(), who, sent.id, {fields, ""});
    if (out) return std::string{"sent"};
    return std::string{out.error().type.slug} +
           (out.error().fields.empty() ? "" : " " + out.error().fields[0].pointer + "=" + out.error().fields[0].code);
  };
  EXPECT_EQ(refused(office.receiver(), {"health.needs"}), "kernel.not-found");
  EXPECT_EQ(refused(office.stranger(), {"health.needs"}), "kernel.not-found");
  EXPECT_EQ(refused(office.sender(), {}), "referral.nothing-to-send");
  EXPECT_EQ(refused(office.sender(), {"identity.birth-place"}), "kernel.invalid /fields/0=not-in-list");
  EXPECT_EQ(refused(office.sender(), {"health.needs", "health.needs"}), "kernel.invalid /fields=contradicts");
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM parcel_correction"), 0);
  const auto gone = [](const auto& result) { return !result && result.error().type == nrm::problems::kNotFound; };
  EXPECT_TRUE(gone(dismiss_correction(office.desk(), office.receiver(), sent.id, "not mine to say")));
  EXPECT_TRUE(gone(outdated_referrals(office.desk(), office.stranger(), id)));
}

TEST_P(CorrectionTest, it_needs_a_basis_under_which_the_receiver_still_reads) {
  const auto refused = [&] {
    const auto out = correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, ""});
    return out ? std::string{"sent"} : std::string{out.error().type.slug};
  };
  must(accept(office.desk(), office.receiver(), sent.id));
  must(office.on_case<void>("basis.pause", id, [&](log::Act& act, const access::Permit& permit) {
    return consent::pause(act, permit, id, basis);
  }));
  EXPECT_EQ(refused(), "consent.no-basis");
  EXPECT_FALSE(must(read(office.desk(), office.sender(), sent.id)).correctable);
  office.world.clock.advance(std::chrono::minutes{1});
  office.consent_to(id, office.shelter(), {"identity", "health"}, 90);  // she agrees anew, and for longer
  office.world.clock.advance(std::chrono::hours{24 * 75});
  EXPECT_EQ(refused(), "sent") << "the first consent's term is over, the newer one goes on";
  EXPECT_EQ(open_as(office.receiver()).corrections.size(), 1U);
  office.world.clock.advance(std::chrono::hours{24 * 75});
  EXPECT_EQ(refused(), "consent.no-basis");
  office.run_jobs();
  write({{"health.needs", "Nobody is told of this any more."}});
  EXPECT_FALSE(reminded());
  EXPECT_EQ(refused(), "kernel.conflict");
}

TEST_P(CorrectionTest, after_a_recall_or_a_decline_there_is_nothing_to_correct_and_no_task) {
  write({{"health.needs", "Insulin, three times a day."}});
  EXPECT_TRUE(reminded());
  must(recall(office.desk(), office.sender(), sent.id, "sent-in-error"));
  EXPECT_FALSE(reminded());
  EXPECT_EQ(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, ""}).error().type,
            nrm::problems::kConflict);
}

TEST_P(CorrectionTest, withdrawal_takes_the_keys_of_corrections_too) {
  write({{"health.needs", "Insulin, three times a day."}});
  must(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, ""}));
  open_as(office.receiver());
  office.withdraw(id, basis);
  EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM key_seal WHERE subject_kind = 'parcel' AND holder = $team",
                         {{"team", office.shelter()}}),
            0);
  EXPECT_EQ(referral::open(office.desk(), office.receiver(), sent.id, "assist", "once more").error().type,
            nrm::problems::kNotFound);
  EXPECT_EQ(open_as(office.sender()).corrections.size(), 1U);
}

TEST_P(CorrectionTest, a_part_moved_or_changed_closes_the_parcel) {
  must(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, ""}));
  must(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, ""}));
  const auto rows = office.world.database.query("SELECT number, sealed FROM parcel_correction_part ORDER BY number");
  ASSERT_EQ(rows.size(), 2U);
  const auto put = [&](const Bytes& bytes) {
    office.world.database.write([&](storage::Writer& writer) {
      writer.run("UPDATE parcel_correction_part SET sealed = $bytes WHERE number = 1", {{"bytes", bytes}});
      return true;
    });
  };
  const auto opens = [&] {
    return referral::open(office.desk(), office.receiver(), sent.id, "assist", "look at it").has_value();
  };
  const auto whole = rows[0].blob("sealed");
  put(rows[1].blob("sealed"));
  EXPECT_FALSE(opens());
  for (std::size_t i = 0; i < whole.size(); i += 13) {
    auto flipped = whole;
    flipped[i] ^= 0x10;
    put(flipped);
    EXPECT_FALSE(opens()) << "byte " << i;
  }
  put(whole);
  EXPECT_TRUE(opens());
}

TEST_P(CorrectionTest, nothing_of_it_lies_in_the_clear) {
  write({{"health.needs", "CANARYINSULIN"}});
  must(correct(office.desk(), office.sender(), sent.id, {{"health.needs"}, "CANARYNOTE"}));
  for (const char* table : {"parcel_correction", "parcel_correction_part", "parcel_field", "referral_line", "notice"})
    for (const auto& row : office.world.database.query(std::string{"SELECT * FROM "} + table))
      for (const auto& cell : row.values()) {
        const auto* text = std::get_if<std::string>(&cell);
        const auto* blob = std::get_if<Bytes>(&cell);
        const std::string bytes = text != nullptr ? *text : blob != nullptr ? nrm::text_of(*blob) : "";
        EXPECT_EQ(bytes.find("CANARY"), std::string::npos) << table;
      }
}

// Of a correction and a withdrawal at once, either may be first; afterwards the receiver reads neither.
TEST_P(CorrectionTest, whatever_comes_first_after_a_withdrawal_nothing_is_readable) {
  const auto sender = office.sender();
  const auto receiver = office.receiver();
  for (int round = 0; round < 6; ++round) {
    const auto case_id = office.open_case();
    const auto under = office.consent_to(case_id, office.shelter());
    const auto out = must(send(office.desk(), sender, office.asking(case_id, under)));
    {
      const auto desk = office.desk();
      std::jthread a{[&] { (void)correct(desk, sender, out.id, {{"health.needs"}, ""}); }};
      std::jthread b{[&] { office.withdraw(case_id, under); }};
      std::jthread c{[&] { (void)referral::open(desk, receiver, out.id, "assist", "reads while it may"); }};
    }
    EXPECT_EQ(referral::open(office.desk(), receiver, out.id, "assist", "afterwards").error().type,
              nrm::problems::kNotFound);
    EXPECT_EQ(office.count("SELECT COUNT(*) AS n FROM key_seal WHERE subject = $id AND holder = $team",
                           {{"id", out.id}, {"team", office.shelter()}}),
              0);
  }
}

TEST(CorrectionPart, gives_back_what_is_new_and_what_is_gone) {
  crypto::initialise();
  SeededRandom random{5};
  const Key32 key = crypto::random_key(random);
  const auto id = ReferralId::random(random);
  const CorrectedValues corrected{{{"health.needs", Personal<std::string>{"new"}}}, {"health.allergies"}};
  const auto sealed = seal_correction(key, id, access::Compartment::health, 2, corrected, random);
  const auto opened = open_correction(key, id, access::Compartment::health, 2, sealed);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->values, corrected.values);
  EXPECT_EQ(opened->removed, corrected.removed);
  EXPECT_FALSE(open_correction(key, id, access::Compartment::health, 1, sealed));
  EXPECT_FALSE(open_correction(key, id, access::Compartment::identity, 2, sealed));
  EXPECT_FALSE(open_part(key, id, access::Compartment::health, sealed));
  const auto bytes = encode_correction(corrected);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_FALSE(decode_correction(ByteView{bytes}.first(cut)).has_value()) << cut;
}

}  // namespace
}  // namespace nrm::referral::testing
