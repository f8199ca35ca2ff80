// docs/formats/clear-columns.md against the database as it is migrated: a column in the clear without a reason fails,
// and so does a reason without its column.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

#include "nrm/attachments/attachment.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/caselist/saved_filter.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/contacts/contact.hpp"
#include "nrm/handover/desk.hpp"
#include "nrm/identification/desk.hpp"
#include "nrm/letters/letter.hpp"
#include "nrm/opennrm/testing.hpp"
#include "nrm/oversight/oversight.hpp"
#include "nrm/places/places.hpp"
#include "nrm/reconciliation/reconciliation.hpp"
#include "nrm/referral/desk.hpp"

namespace nrm::api {
namespace {

std::set<std::string> tables_of(const storage::Schema& schema) {
  std::set<std::string> out;
  const std::regex made{R"(CREATE TABLE (\w+))"};
  for (const auto& migration : schema.migrations) {
    const std::string sql{migration.sql};
    for (std::sregex_iterator at{sql.begin(), sql.end(), made}, end; at != end; ++at) out.insert((*at)[1]);
  }
  return out;
}

// "table.column" of every column that is not a BLOB: those hold ciphertexts and signatures.
std::set<std::string> clear_columns() {
  app::testing::World world;
  std::set<std::string> out;
  for (const auto& schema :
       {clocks::schema(), casefile::schema(), consent::schema(), referral::schema(), attachments::schema(),
        oversight::schema(), contacts::schema(), caselist::schema(), handover::schema(), identification::schema(),
        letters::schema(), places::schema(), reconciliation::schema()})
    for (const auto& table : tables_of(schema))
      for (const auto& row : world.query("SELECT name, type FROM pragma_table_info($table)", {{"table", table}}))
        if (row.text("type") != "BLOB") out.insert(table + "." + row.text("name"));
  return out;
}

std::set<std::string> documented_columns() {
  std::ifstream file{NRM_SOURCE_DIR "/docs/formats/clear-columns.md"};
  std::set<std::string> out;
  const std::regex row{R"(^\| `(\w+)` \| `(\w+)` \| (\S.*) \|$)"};
  std::string table, line;
  for (std::smatch found; std::getline(file, line);)
    if (std::regex_match(line, found, row)) {
      EXPECT_TRUE(out.insert(found[1].str() + "." + found[2].str()).second) << line;
    }
  return out;
}

TEST(ClearColumns, EachHasItsReasonAndEachReasonItsColumn) {
  const auto there = clear_columns(), documented = documented_columns();
  EXPECT_FALSE(there.empty());
  for (const auto& column : there)
    EXPECT_TRUE(documented.contains(column))
        << column << " lies in the clear: seal it, or say in docs/formats/clear-columns.md why it may";
  for (const auto& column : documented) EXPECT_TRUE(there.contains(column)) << column << " is documented and not there";
}

}  // namespace
}  // namespace nrm::api
