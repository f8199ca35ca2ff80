#include "nrm/retention/ledger.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "nrm/storage/testing.hpp"

namespace nrm::retention {
namespace {

Ledger example() {
  const auto at = *parse_rfc3339("2026-03-01T08:00:00Z");
  return {at,
          {{Erased::Kind::whole_case, "4f0c7a52-7c58-4b3e-9d52-0c6d0f8c9a11", at, digest_of_case("a"), {}, {}},
           {Erased::Kind::part, "4f0c7a52-7c58-4b3e-9d52-0c6d0f8c9a12", at, digest_of_case("b"), "identity",
            casefile::Extent::all}}};
}

TEST(Ledger, IsReadAsItWasWritten) {
  const auto text = to_text(example());
  const auto read = parse_ledger(text);
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(to_text(*read), text);
  EXPECT_EQ(read->entries[1].retention_class, "identity");
}

TEST(Ledger, ThatWasCutOrEditedIsRefused) {
  const auto text = to_text(example());
  for (std::size_t length = 0; length < text.size(); ++length)
    EXPECT_FALSE(parse_ledger(text.substr(0, length)).has_value()) << length;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto edited = text;
    edited[at] = '#';
    EXPECT_FALSE(parse_ledger(edited).has_value()) << at;
  }
  EXPECT_FALSE(parse_ledger(text + "case\n").has_value());
}

TEST(Ledger, TellsNoIds) {
  EXPECT_EQ(to_text(example()).find("case a"), std::string::npos);
  EXPECT_NE(digest_of_case("x"), digest_of_statistics_row("x"));
}

TEST(Ledger, TheFileKeepsWhatOnlyItHas) {
  storage::testing::TestDatabase database;
  database.migrate({log::schema(),
                    {"retention",
                     {{1, "ledger",
                       "CREATE TABLE erasure (id TEXT PRIMARY KEY, kind TEXT NOT NULL, digest "
                       "BLOB NOT NULL, retention_class TEXT, extent TEXT NOT NULL, at BIGINT "
                       "NOT NULL)"}},
                     {}}});
  const auto file = std::filesystem::path{database.directory()} / "erasures";
  ManualClock clock{*parse_rfc3339("2026-03-01T08:00:00Z")};
  mirror(database.get(), clock, file, MirrorWhen::behind);
  EXPECT_FALSE(std::filesystem::exists(file));
  const auto add = [&](const char* id) {
    database.run("INSERT INTO erasure (id, kind, digest, extent, at) VALUES ($id, 'case', $digest, 'all', 1)",
                 {{"id", id}, {"digest", ByteView{digest_of_case(id)}}});
  };
  add("4f0c7a52-7c58-4b3e-9d52-0c6d0f8c9a11");
  mirror(database.get(), clock, file);
  database.run("DELETE FROM erasure");
  add("4f0c7a52-7c58-4b3e-9d52-0c6d0f8c9a12");
  mirror(database.get(), clock, file, MirrorWhen::behind);
  std::ifstream in{file};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto read = parse_ledger(text);
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->entries.size(), 2U);
}

}  // namespace
}  // namespace nrm::retention
