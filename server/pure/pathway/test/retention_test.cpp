#include <gtest/gtest.h>

#include "broken_pack.hpp"

namespace nrm::pathway {
namespace {

constexpr const char* kFile = "retention.toml";

std::string codes_of(const PackFaults& faults) {
  std::string out;
  for (const auto& fault : faults) out += fault.code + "@" + std::to_string(fault.line) + " ";
  return out;
}

TEST(Retention, ThePackSaysForEveryClassWhenItGoes) {
  const auto pack = load_pack(pack_by());
  ASSERT_TRUE(pack) << describe(pack.error());
  const auto closed = pack->retention.rules_at("case.closed", "identification/victim");
  for (const auto name : kRetentionClasses) {
    if (name == "contact-without-case") continue;
    EXPECT_TRUE(std::any_of(closed.begin(), closed.end(), [&](const auto* rule) {
      return rule->retention_class == name && rule->then == RetentionThen::erase;
    })) << name;
  }
  EXPECT_GT(pack->retention.act_within.count, 0);
}

TEST(Retention, ARuleForAStateComesBeforeTheGeneralOneOfItsClass) {
  const auto pack = load_pack(pack_by());
  ASSERT_TRUE(pack);
  int of_case = 0;
  for (const auto* rule : pack->retention.rules_at("case.closed", "identification/not-confirmed")) {
    if (rule->retention_class != "case") continue;
    ++of_case;
    EXPECT_EQ(rule->kept_for, (Period{180, PeriodUnit::calendar_days}));
  }
  EXPECT_EQ(of_case, 1);
}

TEST(Retention, FaultsAreNamedWithTheirLine) {
  struct Break {
    const char* from;
    const char* to;
    const char* code;
  };
  for (const auto& [from, to, code] : {Break{"class = \"identity\"", "class = \"soul\"", "unknown-class"},
                                       Break{"\"case.closed\"", "\"case.forgotten\"", "unknown-moment"},
                                       Break{"then = \"erase\"", "then = \"burn\"", "bad-then"},
                                       Break{"then = \"erase\"", "then = \"pseudonymise\"", "bad-then"},
                                       Break{"not-confirmed\"", "not-there\"", "unknown-state"}}) {
    BrokenPack pack;
    const auto line = pack.replace(kFile, from, to);
    EXPECT_NE(codes_of(pack.faults()).find(std::string{code} + "@" + std::to_string(line)), std::string::npos)
        << code << ": " << describe(pack.faults());
  }
}

TEST(Retention, AClassWithoutAnEndIsAFault) {
  BrokenPack pack;
  pack.replace(kFile, "class = \"health\"", "class = \"child\"");
  EXPECT_NE(describe(pack.faults()).find("missing-retention-rule: nothing says when \"health\""), std::string::npos)
      << describe(pack.faults());
  pack.remove(kFile);
  EXPECT_NE(codes_of(pack.faults()).find("missing-file"), std::string::npos);
}

}  // namespace
}  // namespace nrm::pathway
