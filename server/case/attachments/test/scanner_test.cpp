// Against a real clamd: what it finds is not kept, and what it cannot scan is kept only where the instance says so.
#include "attachments_world.hpp"
#include "clamd.hpp"

namespace nrm::attachments::testing {
namespace {

class ScannerTest : public AttachmentsTest {
 protected:
  static Clamd& clamd() {
    static Clamd running;
    return running;
  }
  void use(const std::string& address, bool required = true) { scanner.emplace(address, required); }
};
NRM_ON_EACH_DATABASE(ScannerTest);

TEST_P(ScannerTest, ACleanFileIsKeptAndMarkedSo) {
  use(clamd().socket());
  const auto content = bytes(150'000);
  const auto id = kept("a.txt", content);
  EXPECT_TRUE(read(id) == content);
  EXPECT_NE(listed().find(R"("scan":"clean")"), std::string::npos);
}

TEST_P(ScannerTest, V5_4_3_TheEicarFileIsRefusedWhereverItStandsAndNothingOfItStays) {
  use(clamd().socket());
  const auto in_two_pieces = bytes(kPieceBytes - 30) + eicar() + bytes(1'000);
  for (const auto& content : {eicar(), bytes(3 * kPieceBytes) + eicar(), in_two_pieces}) {
    const auto id = begun("qzwname.txt");
    EXPECT_EQ(refused(send(id, content)), "attachments.malicious");
    EXPECT_EQ(read(id), "kernel.not-found");
    EXPECT_EQ(refused(send(id, "clean")), "kernel.not-found");
  }
  EXPECT_EQ(listed(), R"({"items":[]})");
  run_jobs();
  EXPECT_EQ(count("attachment_piece"), 0);
  EXPECT_TRUE(rows("SELECT field FROM sealed_value WHERE field LIKE 'attachment%'").empty());
}

TEST_P(ScannerTest, V5_4_3_WhereTheScannerIsAwayNothingIsKeptAndLaterItIs) {
  use("/nowhere/clamd.ctl");
  const auto id = begun("a.txt");
  EXPECT_EQ(refused(send(id, bytes(100'000))), "attachments.not-scanned");
  EXPECT_EQ(count("attachment_piece"), 0);
  EXPECT_EQ(listed(), R"({"items":[]})");
  use(clamd().socket());
  EXPECT_EQ(refused(send(id, bytes(100'000))), "answered");
}

TEST_P(ScannerTest, WhereScanningIsNotRequiredAnUnscannedFileIsMarked) {
  use("/nowhere/clamd.ctl", false);
  kept("a.txt", bytes(100'000));
  EXPECT_NE(listed().find(R"("scan":"not-scanned")"), std::string::npos);
}

TEST_P(ScannerTest, AScannerThatDiesOrGivesUpInTheMiddleHasScannedNothing) {
  Clamd dying, small{"1M"};
  use(dying.socket());
  const auto id = begun("a.txt");
  auto upload = Upload::open(desk(), world.session(*who), her_case, *AttachmentId::parse(id));
  ASSERT_TRUE((*upload)->take(bytes(kPieceBytes)).has_value());
  dying.stop();
  ASSERT_TRUE((*upload)->take(bytes(kPieceBytes)).has_value());
  EXPECT_EQ(refused((*upload)->finish()), "attachments.not-scanned");
  // Larger than that clamd takes: not scanned, so not kept.
  use(small.socket());
  EXPECT_EQ(refused(send(id, bytes(2'000'000))), "attachments.not-scanned");
}

TEST(ScannerSetting, OnlyThisMachineIsAskedToScan) {
  EXPECT_NO_THROW((Scanner{"/run/clamav/clamd.ctl", true}));
  EXPECT_NO_THROW((Scanner{"127.0.0.1:3310", true}));
  for (const auto* address :
       {"", "clamd", "10.0.0.1:3310", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", "localhost:3310"})
    EXPECT_THROW((Scanner{address, true}), std::runtime_error) << address;
}

}  // namespace
}  // namespace nrm::attachments::testing
