// Whoever holds the database may change every byte of it; no changed byte is shown.
#include "attachments_world.hpp"
#include "pieces.hpp"

namespace nrm::attachments::testing {
namespace {

using TamperingTest = AttachmentsTest;
NRM_ON_EACH_DATABASE(TamperingTest);

class Pieces {
 public:
  explicit Pieces(Bytes bytes) : bytes_{std::move(bytes)} {}
  Bytes flipped(std::size_t at) const {
    auto out = bytes_;
    out[at] ^= 0x01;
    return out;
  }
  std::size_t size() const { return bytes_.size(); }

 private:
  Bytes bytes_;
};

PiecePlace place_of_test(bool last = true) {
  return {CaseId{Uuid{1}}, Compartment::identity, AttachmentId{Uuid{2}}, 3, last};
}

TEST(Pieces, V11_2_5_EachFlippedByteOfAPieceIsRefused) {
  crypto::initialise();
  SeededRandom random{1};
  const auto key = crypto::random_key(random);
  const Pieces piece{seal_piece(key, place_of_test(), "her passport", random)};
  EXPECT_EQ(piece.size(), 6 + 24 + kPieceBytes + 16);
  for (std::size_t at = 0; at < piece.size(); ++at)
    ASSERT_FALSE(open_piece(key, place_of_test(), piece.flipped(at))) << at;
}

TEST(Pieces, APieceOpensOnlyInItsPlace) {
  crypto::initialise();
  SeededRandom random{1};
  const auto key = crypto::random_key(random);
  const auto sealed = seal_piece(key, place_of_test(), "her passport", random);
  ASSERT_TRUE(open_piece(key, place_of_test(), sealed));
  auto moved = place_of_test();
  moved.case_id = CaseId{Uuid{9}};
  EXPECT_FALSE(open_piece(key, moved, sealed));
  moved = place_of_test();
  moved.attachment = AttachmentId{Uuid{9}};
  EXPECT_FALSE(open_piece(key, moved, sealed));
  moved = place_of_test();
  moved.compartment = Compartment::health;
  EXPECT_FALSE(open_piece(key, moved, sealed));
  moved = place_of_test();
  moved.position = 4;
  EXPECT_FALSE(open_piece(key, moved, sealed));
  EXPECT_FALSE(open_piece(key, place_of_test(false), sealed));
  EXPECT_FALSE(open_piece(crypto::random_key(random), place_of_test(), sealed));
}

TEST_P(TamperingTest, AChangedCutMovedOrExchangedPieceIsRefused) {
  const auto content = bytes(3 * kPieceBytes);
  const auto id = kept("a.txt", content), other = kept("b.txt", bytes(3 * kPieceBytes, 5));
  const auto set = [&](const std::string& what, const std::string& where) {
    sql("UPDATE attachment_piece SET " + what + " WHERE " + where, {{"id", id}});
  };
  const auto saved =
      rows("SELECT upload, position, hash, ciphertext FROM attachment_piece WHERE attachment_id = $id", {{"id", id}});
  const auto restore = [&] {
    sql("DELETE FROM attachment_piece WHERE attachment_id = $id", {{"id", id}});
    for (const auto& row : saved)
      sql("INSERT INTO attachment_piece (attachment_id, upload, position, hash, ciphertext) VALUES ($id, $upload, "
          "$position, $hash, $ciphertext)",
          {{"id", id},
           {"upload", row.text("upload")},
           {"position", row.integer("position")},
           {"hash", row.text("hash")},
           {"ciphertext", row.blob("ciphertext")}});
    ASSERT_TRUE(read(id) == content);
  };
  auto changed = saved.at(1).blob("ciphertext");
  changed[40'000] ^= 1;
  sql("UPDATE attachment_piece SET ciphertext = $c WHERE attachment_id = $id AND position = $p",
      {{"id", id}, {"c", changed}, {"p", saved.at(1).integer("position")}});
  EXPECT_EQ(read(id), "attachments.broken");
  // With its hash made to fit.
  sql("UPDATE attachment_piece SET hash = $h WHERE attachment_id = $id AND position = $p",
      {{"id", id}, {"h", hash_of(changed)}, {"p", saved.at(1).integer("position")}});
  EXPECT_EQ(read(id), "attachments.broken");
  restore();
  sql("DELETE FROM attachment_piece WHERE attachment_id = $id AND position = 2", {{"id", id}});
  EXPECT_EQ(read(id), "attachments.broken");
  restore();
  set("position = position + 10", "attachment_id = $id");
  set("position = CASE position WHEN 10 THEN 1 WHEN 11 THEN 0 ELSE 2 END", "attachment_id = $id");
  EXPECT_EQ(read(id), "attachments.broken");
  restore();
  // The other file's pieces in this one's place, with their hashes.
  const auto foreign =
      rows("SELECT position, hash, ciphertext FROM attachment_piece WHERE attachment_id = $id", {{"id", other}});
  for (const auto& row : foreign)
    sql("UPDATE attachment_piece SET hash = $h, ciphertext = $c WHERE attachment_id = $id AND position = $p",
        {{"id", id}, {"h", row.text("hash")}, {"c", row.blob("ciphertext")}, {"p", row.integer("position")}});
  EXPECT_EQ(read(id), "attachments.broken");
  restore();
}

TEST_P(TamperingTest, LabelsAndKeysOfAnotherFileOrCaseAreRefused) {
  const auto other_case = new_case();
  const auto id = kept("a.txt", bytes(100)), beside = kept("b.txt", bytes(100, 5));
  const auto elsewhere = kept("c.txt", bytes(100, 6), "identity", other_case.text());
  const auto ciphertext_of = [&](const std::string& field) {
    return rows("SELECT ciphertext FROM sealed_value WHERE field = $f ORDER BY value_version DESC", {{"f", field}})
        .at(0)
        .blob("ciphertext");
  };
  for (const std::string kind : {"attachment:", "attachment-key:"}) {
    const auto own = ciphertext_of(kind + id);
    for (const auto& from : {beside, elsewhere}) {
      sql("UPDATE sealed_value SET ciphertext = $c WHERE field = $f AND value_version = (SELECT MAX(value_version) "
          "FROM "
          "sealed_value n WHERE n.field = $f)",
          {{"c", ciphertext_of(kind + from)}, {"f", kind + id}});
      EXPECT_EQ(read(id), "attachments.broken") << kind;
    }
    for (std::size_t at = 0; at < own.size(); ++at) {
      auto flipped = own;
      flipped[at] ^= 0x80;
      sql("UPDATE sealed_value SET ciphertext = $c WHERE field = $f AND value_version = (SELECT MAX(value_version) "
          "FROM "
          "sealed_value n WHERE n.field = $f)",
          {{"c", flipped}, {"f", kind + id}});
      world.clock.advance(std::chrono::seconds{1});
      ASSERT_EQ(read(id), "attachments.broken") << kind << at;
      if (at > 40) at += 23;
    }
    sql("UPDATE sealed_value SET ciphertext = $c WHERE field = $f AND value_version = (SELECT MAX(value_version) FROM "
        "sealed_value n WHERE n.field = $f)",
        {{"c", own}, {"f", kind + id}});
    EXPECT_TRUE(read(id) == bytes(100));
  }
}

TEST_P(TamperingTest, AListShowsWhatIsBrokenAndTheRest) {
  const auto broken = kept("a.txt", bytes(10)), sound = kept("b.txt", bytes(10));
  sql("UPDATE sealed_value SET ciphertext = $c WHERE field = $f",
      {{"c", Bytes(200, 1)}, {"f", "attachment:" + broken}});
  const auto all = listed();
  EXPECT_NE(all.find(R"("id":")" + broken + R"(","compartment":"identity","state":"broken","name":"")"), all.npos)
      << all;
  EXPECT_NE(all.find(R"("id":")" + sound + R"(","compartment":"identity","state":"kept","name":"b.txt")"), all.npos);
}

TEST_P(TamperingTest, NothingOfAFileStandsInTheClear) {
  kept("qzwname.txt", std::string(70'000, 'x') + "qzwcontent");
  for (const auto* table : {"attachment", "attachment_piece", "sealed_value"})
    for (const auto& row : rows(std::string{"SELECT * FROM "} + table))
      for (const auto& value : row.values()) {
        const auto* blob = std::get_if<Bytes>(&value);
        const auto* text = std::get_if<std::string>(&value);
        const auto shown = blob ? text_of(*blob) : text ? *text : std::string{};
        EXPECT_EQ(shown.find("qzw"), shown.npos);
      }
}

}  // namespace
}  // namespace nrm::attachments::testing
