#include <gmock/gmock.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "nrm/access/testing.hpp"
#include "nrm/caselist/case_list.hpp"
#include "nrm/caselist/saved_filter.hpp"

namespace nrm::caselist {
namespace {

using access::testing::must;
using access::testing::Person;
using ::testing::ElementsAre;

class CaseListTest : public ::testing::TestWithParam<storage::Kind> {
 protected:
  access::testing::World world{{.kind = GetParam(), .schemas = {casefile::schema(), schema()}}};

  template <class T>
  Result<T> as(const Person& person, const std::string& action,
               const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
    const auto session = world.session(person);
    const auto header = session.header(action, "assist", {std::nullopt, session.organisation, ""}, "a test");
    return world.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return work(act, *permit);
    });
  }
  Result<FilterId> save(const Person& person, const std::string& name, bool shared = false) {
    return as<FilterId>(person, "case-filter.save", [&](log::Act& act, const access::Permit& permit) {
      return save_filter(act, permit, {name, {{"state", "open"}, {"need", "shelter"}}, shared});
    });
  }
  std::vector<std::string> names(const Person& person) {
    std::vector<std::string> out;
    for (const auto& filter :
         must(as<std::vector<SavedFilter>>(person, "case-filter.list", [](log::Act&act, const access::Permit&permit) {
           return list_filters(act, permit);
         })))
      out.push_back(filter.name.reveal());
    return out;
  }
  Result<void> forget(const Person& person, const FilterId& id) {
    return as<void>(person, "case-filter.delete",
                    [&](log::Act& act, const access::Permit& permit) { return delete_filter(act, permit, id); });
  }
  Result<std::size_t> taken(const Person& person) {
    return as<std::size_t>(person, "case-list.take",
                           [](log::Act& act, const access::Permit& permit) -> Result<std::size_t> {
                             const auto list = take_list(act, permit, {});
                             if (!list) return tl::unexpected(list.error());
                             return list->size();
                           });
  }
};
NRM_ON_EACH_DATABASE(CaseListTest);

TEST_P(CaseListTest, a_filter_is_its_makers_or_the_teams) {
  const auto own = must(save(world.officer, "Night cases"));
  world.clock.advance(std::chrono::seconds{1});
  const auto shared = must(save(world.officer, "Beds wanted", true));
  EXPECT_THAT(names(world.officer), ElementsAre("Night cases", "Beds wanted"));
  EXPECT_THAT(names(world.border_manager), ElementsAre("Beds wanted"));
  EXPECT_TRUE(names(world.provider).empty());
  EXPECT_EQ(forget(world.border_manager, own).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(forget(world.provider, shared).error().type, nrm::problems::kNotFound);
  must(forget(world.border_manager, shared));
  must(forget(world.officer, own));
  EXPECT_TRUE(names(world.officer).empty());
}

TEST_P(CaseListTest, the_name_of_a_filter_is_sealed_and_bound_to_it) {
  must(save(world.officer, "CANARYFILTER"));
  const auto bytes = world.database.query("SELECT sealed_name FROM case_filter").at(0).blob("sealed_name");
  EXPECT_EQ(std::string(bytes.begin(), bytes.end()).find("CANARY"), std::string::npos);
  world.database.write([&](storage::Writer& writer) {
    writer.run("UPDATE case_filter SET id = $id", {{"id", FilterId::random(world.random)}});
    return true;
  });
  EXPECT_FALSE(
      as<std::vector<SavedFilter>>(world.officer, "case-filter.list", [](log::Act& act, const access::Permit& permit) {
        return list_filters(act, permit);
      }).has_value());
}

TEST_P(CaseListTest, there_is_an_end_to_saved_filters) {
  for (std::size_t i = 0; i < kMaxFilters; ++i) must(save(world.officer, "Filter"));
  EXPECT_EQ(save(world.officer, "One more").error().type, problems::kTooManyFilters);
  must(save(world.officer, "Shared", true));
  must(save(world.border_manager, "Mine"));
}

TEST_P(CaseListTest, ten_lists_a_day_and_each_is_in_the_log) {
  must(as<casefile::OpenedCase>(world.officer, "case.open", [&](log::Act& act, const access::Permit& permit) {
    casefile::NewCase input;
    input.today = *parse_iso_date("2018-04-25");
    return casefile::open_case(act, permit, input);
  }));
  for (std::int64_t i = 0; i < kMaxFilesADay; ++i) EXPECT_EQ(must(taken(world.officer)), 1U);
  EXPECT_EQ(taken(world.officer).error().type, nrm::problems::kTooMany);
  EXPECT_EQ(must(taken(world.border_manager)), 1U) << "each member has her own ten";
  world.clock.advance(std::chrono::hours{25});
  EXPECT_EQ(must(taken(world.officer)), 1U);
}

// Read by another program than the one that wrote it.
std::string read_by_python(const std::string& file) {
  const auto folder = std::filesystem::temp_directory_path() / ("nrm-xlsx-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const auto path = folder / "list.xlsx";
  std::ofstream{path, std::ios::binary} << file;
  const std::string command =
      "python3 -c \"import zipfile,sys;import xml.etree.ElementTree as e\n"
      "z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;assert len(z.namelist())==5\n"
      "n='{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'\n"
      "[e.fromstring(z.read(x)) for x in z.namelist()]\n"
      "r=e.fromstring(z.read('xl/worksheets/sheet1.xml'));assert r.find('.//'+n+'f') is None\n"
      "print('/'.join('|'.join(c.find('.//'+n+'t').text or '' for c in w) for w in r.iter(n+'row')),end='')\" " +
      path.string();
  std::string out;
  auto* pipe = ::popen(command.c_str(), "r");
  for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) out += static_cast<char>(letter);
  EXPECT_EQ(::pclose(pipe), 0);
  std::filesystem::remove_all(folder);
  return out;
}

TEST(Xlsx, another_program_reads_every_cell_and_no_formula) {
  const auto file = to_xlsx("Cases & more", {{"Reference", "Needs"},
                                             {"=HYPERLINK(\"http://x\")", "+1"},
                                             {"-2", "@sum"},
                                             {"a<b>&\"c\"", "жильё"},
                                             {"", std::string("bell\x07 end")}});
  EXPECT_EQ(read_by_python(file), "Reference|Needs/'=HYPERLINK(\"http://x\")|'+1/'-2|'@sum/a<b>&\"c\"|жильё/|bell end");
}

TEST(Xlsx, what_could_be_taken_for_a_formula_is_led_by_an_apostrophe) {
  for (const auto* text : {"=1", "+1", "-1", "@x", "\tx", "\rx", "\nx"})
    EXPECT_EQ(neutral_cell(text), std::string{"'"} + text);
  for (const auto* text : {"", "BY-7KQ2-M4XD", " =1", "1-2"}) EXPECT_EQ(neutral_cell(text), text);
}

}  // namespace
}  // namespace nrm::caselist
