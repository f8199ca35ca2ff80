// Every kind of fault that a pack can have is found, with its file and line.
#include <algorithm>
#include <fstream>

#include "broken_pack.hpp"

namespace nrm::pathway {
namespace {

struct Break {
  std::string code;
  std::string file;
  std::string from;  // empty: `to` is a line added at the end
  std::string to;
  int line_offset = 0;  // of the fault, from where `from` stands
};

class EachFault : public ::testing::TestWithParam<Break> {};

TEST_P(EachFault, IsFoundWithFileAndLine) {
  const auto& wrong = GetParam();
  BrokenPack pack;
  const int at = wrong.from.empty() ? pack.append(wrong.file, wrong.to) : pack.replace(wrong.file, wrong.from, wrong.to);
  const auto faults = pack.faults();
  const auto found = std::any_of(faults.begin(), faults.end(), [&](const PackFault& fault) {
    return fault.code == wrong.code && fault.file == wrong.file && fault.line == at + wrong.line_offset && !fault.message.empty();
  });
  EXPECT_TRUE(found) << "wanted " << wrong.file << ":" << at + wrong.line_offset << ": " << wrong.code << "; got\n" << describe(faults);
}

const std::string kBodies = "organisations/organisations.csv";
const std::string kLines = "organisations/hotlines.csv";
const std::string kDays = "calendars/calendar.csv";
const std::string kSteps = "pathway.toml";

INSTANTIATE_TEST_SUITE_P(
    Pack, EachFault,
    ::testing::Values(
        Break{"malformed-toml", "pack.toml", "id = \"by\"", "id = by"},
        Break{"malformed-toml", kSteps, "version = ", "version = \"\xff\" # ", 1 - 3},
        Break{"unknown-key", "pack.toml", "time_zone = ", "colour = \"red\"\ntime_zone = "},
        Break{"missing-key", "pack.toml", "id = \"by\"\n", "", -1},
        Break{"wrong-type", "pack.toml", "time_zone = \"Europe/Minsk\"", "time_zone = 3"},
        Break{"out-of-range", "pack.toml", "years = 18", "years = 2"},
        Break{"bad-date", "pack.toml", "2018-02-15", "\"15.02.2018\""},
        Break{"bad-code", "pack.toml", "reference_prefix = \"BY\"", "reference_prefix = \"by1\""},
        Break{"bad-code", "pack.toml", "countries = [\"BY\"]", "countries = [\"Belarus\"]"},
        Break{"bad-code", "pack.toml", "[\"en\", \"ru\", \"be\"]", "[\"en\", \"ru\", \"be\", \"r u\"]"},
        Break{"missing-string", "pack.toml", "[names]\nen = \"Belarus\"\n", "[names]\n"},
        Break{"bad-verified", "pack.toml", "verified = \"no\"", "verified = \"perhaps\""},
        Break{"malformed-csv", kBodies, "by-gpk,State Border", "by-gpk,Sta\"te Border"},
        Break{"malformed-csv", "codes.csv", "", "only,three,cells"},
        Break{"malformed-csv", "teams.csv", "", "\"never closed"},
        Break{"malformed-csv", "services.csv", "Shelter", "Shel\xc3ter"},
        Break{"missing-column", "codes.csv", "list,code,en", "list,code,english"},
        Break{"unknown-column", "codes.csv", "source,note", "source,notes"},
        Break{"duplicate-code", "codes.csv", "outcome,met-in-part", "outcome,need-met"},
        Break{"bad-code", "codes.csv", "outcome,met-in-part", "outcome,met in part"},
        Break{"missing-string", "codes.csv", "Need is", "x"}),
    [](const auto& info) { return "n" + std::to_string(info.index); });

}  // namespace
}  // namespace nrm::pathway
