// A superuser of the database changes what she likes; an outsider with the export looks.
#include "log_world.hpp"

namespace nrm::log {
namespace {

using storage::Reader;
using storage::testing::TestDatabase;

struct Dice {
  SeededRandom random;
  std::uint64_t below(std::uint64_t limit) {
    std::uint64_t out = 0;
    for (const auto byte : random.bytes(8)) out = out << 8U | byte;
    return out % limit;
  }
};

// A log of 60 leaves in some 15 checkpoints.
void fill(testing::World& world, int leaves, const std::string& prefix) {
  Sequencer sequencer{world.journal, world.sequencer_options()};
  for (int i = 0; i < leaves; ++i) {
    ASSERT_TRUE(world.put(prefix + std::to_string(i), {CaseId::random(world.random), std::nullopt, "thing"}));
    if (i % 4 == 3) sequencer.number_now();
    world.clock.advance(std::chrono::minutes{7});
  }
  sequencer.number_now();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in{text};
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

// One change of an exported file; what was done.
std::string tamper_with(std::vector<std::string>& lines, Dice& dice) {
  const auto place = static_cast<std::ptrdiff_t>(dice.below(lines.size()));
  auto& line = lines[static_cast<std::size_t>(place)];
  switch (dice.below(6)) {
    case 0: {
      auto& letter = line[dice.below(line.size())];
      letter = static_cast<char>(letter ^ (1 << dice.below(7)));
      return "flips a bit";
    }
    case 1:
      lines.erase(lines.begin() + place);
      return "deletes a line";
    case 2: {
      auto other = static_cast<std::size_t>(place);
      while (lines[other] == line) other = dice.below(lines.size());
      std::swap(line, lines[other]);
      return "swaps two lines";
    }
    case 3:
      lines.insert(lines.begin() + place, lines[dice.below(lines.size())]);
      return "inserts a copy";
    case 4:
      lines.resize(static_cast<std::size_t>(place));
      return "cuts the end off";
    default:
      line.insert(dice.below(line.size() + 1), " ");
      return "inserts a blank";
  }
}

class Tampering : public ::testing::Test {
 protected:
  TestDatabase database;
  testing::World world{database};
  Dice dice{SeededRandom{99}};

  VerifyOptions with_witness() {
    return {VerifierKey{"opennrm.example/by", KeyType::note, crypto::public_keys(world.log_seed).sign},
            database->reading([](Reader& reader) { return latest_checkpoint(reader); })};
  }
};

TEST_F(Tampering, AThousandChangesOfAnExportAreFound) {
  world.found();
  fill(world, 60, "a");
  const auto sound = lines_of(world.exported());
  const auto options = with_witness();
  ASSERT_TRUE(testing::verify(joined(sound)).sound());
  ASSERT_TRUE(testing::verify(joined(sound), options).sound());
  for (int round = 0; round < 1000; ++round) {
    auto lines = sound;
    const auto done = tamper_with(lines, dice);
    ASSERT_FALSE(testing::verify(joined(lines)).sound()) << round << ' ' << done;
    ASSERT_FALSE(testing::verify(joined(lines), options).sound()) << round << ' ' << done;
  }
}

// Changes rows as a superuser would; what was done.
std::string tamper_with(storage::Writer& writer, Dice& dice, std::uint64_t leaves) {
  const auto at = dice.below(leaves);
  const storage::Params where{{"at", at}};
  const auto with_bytes = [&] {
    auto out = where;
    out.emplace_back("bytes", dice.random.bytes(32));
    return out;
  };
  const auto leaf = [&](std::string_view change, const storage::Params& params) {
    writer.run(fmt::format("UPDATE log_leaf SET {} WHERE sequence = $at", change), params);
  };
  switch (dice.below(12)) {
    case 0:
      leaf("action_class = 'shelves'", where);
      return "edits a class";
    case 1:
      leaf("hour = hour + 1", where);
      return "edits an hour";
    case 2:
      leaf("commitment = $bytes", with_bytes());
      return "edits a commitment";
    case 3:
      leaf("sealed_detail = $bytes", with_bytes());
      return "edits a detail";
    case 4:
      leaf("sealed_detail = $bytes, sealed_digest = $bytes", with_bytes());
      return "edits detail and digest";
    case 5:
      leaf("sealed_detail = NULL", where);
      return "removes a detail";
    case 6:
      leaf("subject_case = 'another'", where);
      return "moves a leaf to another case";
    case 7:
      leaf("organisation = 'another'", where);
      return "hides a leaf from its auditor";
    case 8:
      writer.run("DELETE FROM log_leaf WHERE sequence = $at", where);
      return "deletes a leaf";
    case 9:
      writer.run("DELETE FROM log_leaf WHERE sequence = $at", where);
      writer.run("UPDATE log_leaf SET sequence = -sequence WHERE sequence > $at", where);
      writer.run("UPDATE log_leaf SET sequence = -sequence - 1 WHERE sequence < 0");
      return "deletes a leaf and closes the gap";
    case 10:
      leaf("sequence = -1", where);
      writer.run("UPDATE log_leaf SET sequence = $at WHERE sequence = $other",
                 {{"at", at}, {"other", (at + 1) % leaves}});
      writer.run("UPDATE log_leaf SET sequence = $other WHERE sequence = -1", {{"other", (at + 1) % leaves}});
      return "reorders two leaves";
    default:
      writer.run("DELETE FROM log_leaf WHERE sequence >= $at", where);
      return "truncates the leaves";
  }
}

TEST_F(Tampering, AThousandChangesOfTheDatabaseAreFound) {
  world.found();
  fill(world, 24, "a");
  const auto options = with_witness();
  ASSERT_TRUE(testing::verify(world.exported(), options).sound());
  std::map<std::string, int> done;
  for (int round = 0; round < 1000; ++round) {
    // Changed, exported and rolled back in one transaction: each change meets a sound log.
    std::ostringstream out;
    std::string what;
    database.write([&](storage::Writer& writer) {
      what = tamper_with(writer, dice, 25);
      export_log(writer, out);
      return false;
    });
    ++done[what];
    ASSERT_FALSE(testing::verify(out.str()).sound()) << round << ' ' << what;
    ASSERT_FALSE(testing::verify(out.str(), options).sound()) << round << ' ' << what;
  }
  EXPECT_EQ(done.size(), 12U);
  EXPECT_TRUE(testing::verify(world.exported(), options).sound());
}

TEST_F(Tampering, ChangedCheckpointsAreFound) {
  world.found();
  fill(world, 12, "a");
  const auto options = with_witness();
  const std::vector<std::string> changes{
      "DELETE FROM log_checkpoint WHERE number = 1",
      "UPDATE log_checkpoint SET number = number + 100 WHERE number = 2",
      "UPDATE log_checkpoint SET size = size + 100 WHERE number = 2",
      "UPDATE log_checkpoint SET note = (SELECT note FROM log_checkpoint WHERE number = 0) WHERE number = 2",
      "DELETE FROM log_checkpoint WHERE number = (SELECT MAX(number) FROM log_checkpoint)",
      "DELETE FROM log_checkpoint",
      "UPDATE log_identity SET origin = 'elsewhere'",
      "DELETE FROM log_identity"};
  for (const auto& change : changes) {
    std::ostringstream out;
    database.write([&](storage::Writer& writer) {
      EXPECT_GT(writer.run(change), 0);
      export_log(writer, out);
      return false;
    });
    EXPECT_FALSE(testing::verify(out.str()).sound()) << change;
    EXPECT_FALSE(testing::verify(out.str(), options).sound()) << change;
  }
}

// Leaves and checkpoints beyond a point vanish together: each earlier state was sound once.
TEST_F(Tampering, ARollBackIsFoundByAWitnessedCheckpointAlone) {
  world.found();
  fill(world, 40, "a");
  const auto options = with_witness();
  const auto sizes = database.query("SELECT size FROM log_checkpoint ORDER BY size");
  for (std::size_t round = 0; round + 1 < sizes.size(); ++round) {
    const storage::Params to{{"size", sizes[round].integer("size")}};
    std::ostringstream out;
    database.write([&](storage::Writer& writer) {
      writer.run("DELETE FROM log_leaf WHERE sequence >= $size", to);
      writer.run("DELETE FROM log_checkpoint WHERE size > $size", to);
      export_log(writer, out);
      return false;
    });
    const auto blind = testing::verify(out.str());
    EXPECT_TRUE(blind.sound());
    EXPECT_FALSE(blind.witnessed);
    const auto seeing = testing::verify(out.str(), options);
    ASSERT_FALSE(seeing.sound());
    EXPECT_NE(seeing.findings[0].what.find("rolled back"), std::string::npos);
  }
}

// The operator, who has the signing key, lets two histories grow from one.
TEST_F(Tampering, AForkIsFoundByAWitnessedCheckpointAlone) {
  world.found();
  fill(world, 8, "a");
  for (const int shared : {2, 4, 7}) {
    TestDatabase other_database;
    testing::World other{other_database};
    other.log_seed = world.log_seed;
    other.found();
    fill(other, shared, "a");
    fill(other, 30, "b");
    const auto blind = testing::verify(other.exported());
    EXPECT_TRUE(blind.sound());
    auto options = with_witness();
    const auto seeing = testing::verify(other.exported(), options);
    // The salts of the second history begin alike (one seed) until it takes its own way.
    ASSERT_FALSE(seeing.sound()) << shared;
    EXPECT_NE(seeing.findings[0].what.find("forked"), std::string::npos);
  }
}

}  // namespace
}  // namespace nrm::log
