// Whoever can write to the database and holds no key: each byte of each kind of stored ciphertext, key and signature is
// flipped, and values are moved to where they do not belong. What they stood for is then shown to nobody.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "nrm/storage/testing.hpp"
#include "rewind.hpp"
#include "tables.hpp"
#include "tampering.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

class Tampering : public testing::Test {
 protected:
  void SetUp() override {
    id = text_of(walk.must(201, walk.officer, Method::post, "/api/v1/cases", walk.new_case()), "id");
    other = text_of(walk.must(201, walk.officer, Method::post, "/api/v1/cases", walk.new_case()), "id");
    write_summary("qzwsecond");
    referral_id = walk.send_referral();
    walk.must(201, walk.provider, Method::post, "/api/v1/referrals/" + referral_id + "/opening", reading());
    walk.must(201, walk.officer, Method::post, "/api/v1/referrals/" + referral_id + "/correction",
              json::object{{"fields", json::array{"casework.needs"}}});
    keep_team_notes();
    walk.world().instance().catch_up();
  }

  void keep_team_notes() {
    walk.must(201, walk.officer, Method::post, "/api/v1/contacts",
              json::object{{"channel", "phone"}, {"day", "2026-02-02"}, {"outcome", "informed"}, {"note", "qzwnote"}});
    walk.must(201, walk.officer, Method::post, "/api/v1/case-filters",
              json::object{{"name", "qzwfilter"}, {"filter", json::object{{"state", "open"}}}});
  }

  static json::object reading() { return {{"purpose", "assist"}, {"reason", "to read it"}}; }

  void write_summary(const std::string& text) {
    const auto version = walk.must(200, walk.officer, Method::get, "/api/v1/cases/" + id).at("version").as_int64();
    walk.must(200, walk.officer, Method::patch, "/api/v1/cases/" + id + "/values",
              json::object{{"values", json::object{{"casework.summary", text}}}},
              {{"if-match", fmt::format("\"{}\"", version)}});
  }

  void run(std::string_view sql, const storage::Params& params = {}) {
    walk.world().instance().database().write(storage::testing::WriteAccess::permit(), [&](storage::Writer& writer) {
      writer.run(sql, params);
      return true;
    });
  }

  Subjects subjects() { return {walk, id, other, referral_id}; }

  // Each byte of the value by which `kind` is read; what was shown before is shown no more.
  void flip_each_byte(const Kind& kind) {
    auto about = subjects();
    const auto where = kind.where(about);
    const auto rows =
        walk.world().query(fmt::format("SELECT {} AS it FROM {} WHERE {}", kind.column, kind.table, where));
    ASSERT_FALSE(rows.empty()) << kind.table << "." << kind.column << ": nothing is stored";
    const auto sound = rows.at(0).blob("it");
    rewind.mark();
    ASSERT_TRUE(kind.is_shown(about)) << kind.table << "." << kind.column << " shows nothing when it is sound";
    rewind.restore();
    for (std::size_t at = 0; at < sound.size(); ++at) {
      auto broken = sound;
      broken[at] ^= 0x01U;
      run(fmt::format("UPDATE {} SET {} = $it WHERE {}", kind.table, kind.column, where), {{"it", broken}});
      EXPECT_FALSE(kind.is_shown(about)) << kind.table << "." << kind.column << ": byte " << at << " of "
                                         << sound.size();
      rewind.restore();
    }
    flipped += sound.size();
  }

  std::string summary_of(const std::string& case_id) {
    auto body = reading();
    body["compartment"] = "casework";
    return walk.world()
        .call(walk.officer, Method::post, "/api/v1/cases/" + case_id + "/openings", json::serialize(body))
        .body;
  }

  Walk walk;
  Rewind rewind{walk.world()};
  std::string id, other, referral_id;
  std::size_t flipped = 0;
};

TEST_F(Tampering, V11_2_5_EachFlippedByteOfEachKindOfCiphertextIsRefused) {
  for (const auto& kind : kinds()) flip_each_byte(kind);
  EXPECT_GT(flipped, 2'000U);
}

TEST_F(Tampering, EveryColumnOfBytesIsAKnownKindOrHasAReasonToBeNone) {
  std::set<std::string> known;
  for (const auto& kind : kinds()) known.insert(std::string{kind.table} + "." + std::string{kind.column});
  for (const auto& [column, reason] : without_flips()) known.insert(std::string{column});
  for (const auto& table : app::tables_of(app::Instance::schemas()))
    for (const auto& row :
         walk.world().query("SELECT name FROM pragma_table_info('" + table + "') WHERE type = 'BLOB'"))
      EXPECT_TRUE(known.contains(table + "." + row.text("name"))) << table << "." << row.text("name");
}

// The ciphertext of one row stands in another's place.
TEST_F(Tampering, V11_3_3_AValueMovedToAnotherFieldIsRefused) {
  run("UPDATE sealed_value SET ciphertext = (SELECT ciphertext FROM sealed_value WHERE case_id = $id AND field = "
      "'casework.how-came' AND value_version = 1) WHERE case_id = $id AND field = 'casework.summary'",
      {{"id", id}});
  EXPECT_EQ(summary_of(id).find("own-detection\""), std::string::npos);
}

TEST_F(Tampering, V11_3_3_AValueMovedToAnotherCaseIsRefused) {
  ASSERT_NE(summary_of(id).find("qzwsecond"), std::string::npos);
  run("UPDATE sealed_value SET ciphertext = (SELECT ciphertext FROM sealed_value WHERE case_id = $id AND field = "
      "'casework.summary' AND value_version = 2) WHERE case_id = $other AND field = 'casework.summary'",
      {{"id", id}, {"other", other}});
  EXPECT_EQ(summary_of(other).find("qzw"), std::string::npos);
}

TEST_F(Tampering, V11_3_3_AnOlderVersionPutInPlaceOfANewerIsRefused) {
  run("UPDATE sealed_value SET ciphertext = (SELECT ciphertext FROM sealed_value WHERE case_id = $id AND field = "
      "'casework.summary' AND value_version = 1) WHERE case_id = $id AND field = 'casework.summary' AND value_version "
      "= 2",
      {{"id", id}});
  EXPECT_EQ(summary_of(id).find("qzw"), std::string::npos);
}

TEST_F(Tampering, V11_3_3_ASealMovedToAnotherCaseOpensNothing) {
  run("UPDATE key_seal SET sealed = (SELECT s.sealed FROM key_seal s WHERE s.subject = $id AND s.subject_kind = 'case' "
      "AND s.compartment = 'casework') WHERE subject = $other AND subject_kind = 'case' AND compartment = 'casework'",
      {{"id", id}, {"other", other}});
  EXPECT_EQ(summary_of(other).find("qzw"), std::string::npos);
}

TEST_F(Tampering, V11_3_3_APartOfAParcelMovedToAnotherReferralIsRefused) {
  const auto second = walk.send_referral();
  run("UPDATE parcel_part SET sealed = (SELECT p.sealed FROM parcel_part p WHERE p.referral = $first AND p.compartment "
      "= parcel_part.compartment LIMIT 1) WHERE referral = $second",
      {{"first", referral_id}, {"second", second}});
  const auto answer = walk.world().call(walk.provider, Method::post, "/api/v1/referrals/" + second + "/opening",
                                        json::serialize(reading()));
  EXPECT_EQ(answer.status, 404) << answer.body;
}

}  // namespace
}  // namespace nrm::api
