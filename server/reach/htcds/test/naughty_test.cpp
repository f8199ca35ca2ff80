// Strings that broke other people's programs, as free text of real columns: in, out, and to another team, byte for
// byte.
#include <fstream>
#include <iterator>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "nrm/access/testing.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/htcds/csv.hpp"
#include "nrm/htcds/htcds.hpp"

namespace nrm::htcds {
namespace {

using access::testing::must;

std::vector<std::string> naughty_strings() {
  std::ifstream file{std::filesystem::path{NRM_SOURCE_DIR} / "tests/data/naughty-strings/blns.json", std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  std::vector<std::string> out;
  const auto parsed = boost::json::parse(text);
  for (const auto& value : parsed.as_array()) out.emplace_back(value.as_string());
  return out;
}

std::vector<std::string> text_columns(const Standard& standard) {
  std::vector<std::string> out;
  for (const auto& field : standard.fields()) {
    const auto* place = casefile::find_htcds_field(field.key);
    if (place != nullptr && place->kind == "text" && place->max_code_points >= 500) out.push_back(field.key);
  }
  return out;
}

// The strings laid out over rows of the columns, each row with an id of its own.
std::string table_of(const std::vector<std::string>& columns, const std::vector<std::string>& strings) {
  std::vector<std::string> row{"case_Id"};
  row.insert(row.end(), columns.begin(), columns.end());
  std::string out;
  append_csv_row(out, row);
  for (std::size_t at = 0; at < strings.size(); at += columns.size()) {
    row.assign(1, "N-" + std::to_string(at));
    for (std::size_t i = 0; i < columns.size(); ++i) row.push_back(at + i < strings.size() ? strings[at + i] : "");
    append_csv_row(out, row);
  }
  return out;
}

class NaughtyTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(), .schemas = {casefile::schema(), schema()}}};
  Standard standard = Standard::load(std::filesystem::path{NRM_SOURCE_DIR} / "packs/standards/htcds");
  pathway::Pack pack = std::move(pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs/by").value());
};
NRM_ON_EACH_DATABASE(NaughtyTest);

TEST_P(NaughtyTest, every_string_comes_out_as_it_went_in) {
  const auto strings = naughty_strings();
  ASSERT_EQ(strings.size(), 515U);
  const auto table = table_of(text_columns(standard), strings);
  const auto here = world.session(world.border_manager);
  const auto there = world.session(world.shelter_manager);
  const auto report = must(import_htcds(world.journal(), here, standard, pack, table));
  EXPECT_EQ(report.imported, report.total);
  for (const auto& refusal : report.refusals)
    ADD_FAILURE() << refusal.line << " " << refusal.column << " " << refusal.reason;
  EXPECT_EQ(must(export_htcds(world.journal(), here, standard)).text, table);

  const auto lines = must(export_cases(world.journal(), here)).text;
  EXPECT_EQ(must(import_cases(world.journal(), there, pack, lines)).refused, 0U);
  const auto arrived = parse_csv(must(export_htcds(world.journal(), there, standard)).text);
  const auto left = parse_csv(table);
  ASSERT_TRUE(arrived);
  ASSERT_EQ(arrived->size(), left->size());
  for (std::size_t row = 0; row < left->size(); ++row) {
    auto cells = (*left)[row].cells;
    cells.erase(cells.begin());  // the rows' own ids belong to that file, not to the cases
    EXPECT_EQ((*arrived)[row].cells, cells) << row;
  }
}

}  // namespace
}  // namespace nrm::htcds
