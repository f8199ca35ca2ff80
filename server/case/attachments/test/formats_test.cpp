// The stored bytes, against docs/formats/attachments.md.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "label.hpp"
#include "pieces.hpp"

namespace nrm::attachments {
namespace {

std::string documented() {
  std::ifstream in{NRM_SOURCE_DIR "/docs/formats/attachments.md"};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Every random byte is 7.
class Sevens final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), std::uint8_t{7}); }
};

TEST(Formats, APieceIsAsDocumented) {
  crypto::initialise();
  Sevens random;
  std::array<std::uint8_t, 32> key{};
  key.fill(1);
  const PiecePlace place{*CaseId::parse("00000000-0000-4000-8000-000000000001"), Compartment::identity,
                         *AttachmentId::parse("00000000-0000-4000-8000-000000000002"), 0, true};
  const auto sealed = seal_piece(Key32{key}, place, "her passport", random);
  ASSERT_EQ(sealed.size(), 65'582U);
  const auto hash = hash_of(sealed);
  EXPECT_NE(documented().find(hash), std::string::npos) << hash;
  const auto start = to_hex(ByteView{sealed}.first(46));
  EXPECT_NE(documented().find(start), std::string::npos) << start;
  const auto digest = digest_of({hash});
  EXPECT_NE(documented().find(digest), std::string::npos) << digest;
}

TEST(Formats, ALabelComesBackAsItWasWritten) {
  const Label label{Personal<std::string>{"Ann's \"paper\"\\.pdf"}, Personal<std::string>{"a\nb"}, "application/pdf",
                    70'000, std::string(64, 'a')};
  const auto back = parse_label(to_text(label));
  ASSERT_TRUE(back);
  EXPECT_EQ(to_text(*back), to_text(label));
  EXPECT_EQ(back->name.reveal(), label.name.reveal());
  for (const auto* broken :
       {"", "{}", "[]", R"({"name":"a"})", R"({"name":"a","size":"-1"})", R"({"name":"","size":"1"})"})
    EXPECT_FALSE(parse_label(broken)) << broken;
}

}  // namespace
}  // namespace nrm::attachments
