#include "nrm/kernel/codes.hpp"

#include <gtest/gtest.h>

namespace nrm {
namespace {

using Codes = std::set<std::string>;

TEST(Codes, come_back_as_they_were) {
  for (const auto& codes : {Codes{}, Codes{"a"}, Codes{"legal-aid", "shelter", "x"}})
    EXPECT_EQ(split_codes(join_codes(codes)), codes);
  EXPECT_EQ(join_codes({"b", "a"}), "a;b");
}

TEST(Codes, empty_parts_are_none) {
  EXPECT_EQ(split_codes(";a;;b;"), (Codes{"a", "b"}));
  EXPECT_EQ(split_codes(";"), Codes{});
}

}  // namespace
}  // namespace nrm
