#include <fstream>

#include <gmock/gmock.h>

#include "casefile_world.hpp"
#include "json_text.hpp"

namespace nrm::casefile::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ValuesTest : public CasefileTest {};
NRM_ON_EACH_DATABASE(ValuesTest);

constexpr const char* kNames =
    R"([{"name":"Ганна","kind":"given"},{"name":"Ковальчук","script":"Cyrl","kind":"family"}])";
constexpr const char* kAdult = R"({"class":"adult","reason":"document"})";

TEST_P(ValuesTest, own_team_reads_back_byte_for_byte) {
  const std::string odd = "Ω \"quoted\" \\ \t\x01 \xf0\x9f\x92\xa9 \xe2\x80\xae rtl";
  const auto opened =
      open(world.officer, {{"identity.names", kNames}, {"casework.summary", odd}, {"casework.age-class", kAdult}});
  EXPECT_EQ(read(world.officer, opened.id, Compartment::identity).value().at("identity.names"), kNames);
  EXPECT_EQ(read(world.officer, opened.id, Compartment::casework).value().at("casework.summary"), odd);
  EXPECT_EQ(read(world.border_manager, opened.id, Compartment::casework).value().at("casework.summary"), odd);
}

TEST_P(ValuesTest, every_naughty_string_comes_back_and_goes_through_export) {
  std::ifstream file{std::string{NRM_SOURCE_DIR} + "/tests/data/naughty-strings/blns.json"};
  if (!file) GTEST_SKIP() << "tests/data/naughty-strings is not there";
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto list = parse_json(text);
  ASSERT_TRUE(list && list->array() != nullptr);
  ASSERT_EQ(list->array()->size(), 515U);
  const auto opened = open(world.officer, {});
  for (const auto& item : *list->array()) {
    const auto& naughty = *item.text();
    ASSERT_TRUE(write(world.officer, opened.id, {{"casework.summary", naughty}}).has_value()) << naughty;
    ASSERT_EQ(read(world.officer, opened.id, Compartment::casework).value().at("casework.summary"), naughty);
    const auto exported = as<std::string>(
        world.border_manager, "export.htcds", opened.id,
        [&](log::Act& act, const access::Permit& permit) { return export_case_values(act, permit, opened.id); });
    std::string line = exported.value();
    line.pop_back();
    ASSERT_EQ(parse_exported_line(line).value().value.reveal(), naughty);
  }
}

TEST_P(ValuesTest, another_organisation_finds_nothing) {
  const auto opened = open(world.officer, {{"identity.names", kNames}});
  for (const auto kind : access::kCompartments)
    EXPECT_EQ(read(world.shelter_manager, opened.id, kind).error().type, nrm::problems::kNotFound);
  EXPECT_EQ(write(world.shelter_manager, opened.id, {{"casework.summary", "x"}}).error().type,
            nrm::problems::kNotFound);
  EXPECT_THAT(search(world.shelter_manager, "Ковальчук").value(), IsEmpty());
  const auto fields =
      as<Values>(world.shelter_manager, "case.view", opened.id, [&](log::Act& act, const access::Permit& permit) {
        return read_fields(act, permit, opened.id, {"identity.names"});
      });
  EXPECT_EQ(fields.error().type, nrm::problems::kNotFound);
  EXPECT_EQ(try_open(world.provider, {{"casework.summary", "x"}}, opened.id).error().type, nrm::problems::kInvalid);
}

TEST_P(ValuesTest, a_role_without_the_compartment_neither_writes_nor_reads_it) {
  const auto opened = open(world.border_manager, {{"justice.case-state", "reported"}});
  EXPECT_EQ(read(world.border_manager, opened.id, Compartment::justice).value().size(), 1U);
  const auto helper = world.new_person(world.border, {access::Role::service_provider}, "border.helper");
  EXPECT_EQ(read(helper, opened.id, Compartment::justice).error().type, nrm::problems::kNotFound);
  const auto refused = write(helper, opened.id, {{"justice.case-state", "court"}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(problem_text(refused.error()), "kernel.invalid /values/justice.case-state=not-yours");
}

TEST_P(ValuesTest, moved_or_changed_ciphertexts_are_refused) {
  const auto one = open(world.officer, {{"identity.birth-place", "Brest"}});
  world.clock.advance(std::chrono::seconds{1});  // identifiers sort by time
  const auto two = open(world.officer, {{"identity.birth-place", "Grodno"}});
  write(world.officer, one.id, {{"identity.birth-place", "Pinsk"}}).value();
  const auto place = rows(
      "SELECT case_id, value_version, ciphertext FROM sealed_value WHERE field = 'identity.birth-place' "
      "ORDER BY case_id, value_version");
  ASSERT_EQ(place.size(), 3U);
  const auto put = [&](const storage::Row& at, const Bytes& bytes) {
    sql("UPDATE sealed_value SET ciphertext = $bytes WHERE field = 'identity.birth-place' AND case_id = $id AND "
        "value_version = $version",
        {{"bytes", bytes}, {"id", at.text("case_id")}, {"version", at.integer("value_version")}});
  };
  const auto refused = [&] { return !read(world.officer, one.id, Compartment::identity).has_value(); };
  put(place[1], place[0].blob("ciphertext"));  // an older version
  EXPECT_TRUE(refused());
  put(place[1], place[2].blob("ciphertext"));  // another case
  EXPECT_TRUE(refused());
  const auto whole = place[1].blob("ciphertext");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto flipped = whole;
    flipped[i] ^= 0x01;
    put(place[1], flipped);
    EXPECT_TRUE(refused()) << "byte " << i;
  }
  put(place[1], whole);
  EXPECT_EQ(read(world.officer, one.id, Compartment::identity).value().at("identity.birth-place"), "Pinsk");
  sql("UPDATE sealed_value SET field = 'identity.gender' WHERE field = 'identity.birth-place' AND value_version = 2");
  EXPECT_TRUE(refused());
}

TEST_P(ValuesTest, each_byte_of_a_seal_counts) {
  const auto opened = open(world.officer, {{"identity.birth-place", "Brest"}});
  const auto seal = rows("SELECT id, sealed, signature FROM key_seal WHERE subject = $id AND compartment = 'identity'",
                         {{"id", opened.id}});
  ASSERT_EQ(seal.size(), 1U);
  for (const std::string column : {"sealed", "signature"}) {
    const auto whole = seal[0].blob(column);
    for (std::size_t i = 0; i < whole.size(); i += 7) {
      auto flipped = whole;
      flipped[i] ^= 0x80;
      sql("UPDATE key_seal SET " + column + " = $bytes WHERE id = $id",
          {{"bytes", flipped}, {"id", seal[0].text("id")}});
      EXPECT_FALSE(read(world.officer, opened.id, Compartment::identity).has_value()) << column << " byte " << i;
    }
    sql("UPDATE key_seal SET " + column + " = $bytes WHERE id = $id", {{"bytes", whole}, {"id", seal[0].text("id")}});
  }
  EXPECT_TRUE(read(world.officer, opened.id, Compartment::identity).has_value());
}

TEST_P(ValuesTest, opening_needs_a_purpose_and_a_reason) {
  const auto opened = open(world.officer, {});
  const auto code = [&](const std::string& purpose, const std::string& reason) {
    const auto out = read(world.officer, opened.id, Compartment::casework, purpose, reason);
    return out ? std::string{"read"} : std::string{out.error().type.slug};
  };
  EXPECT_EQ(code("assist", "because she asked"), "read");
  EXPECT_NE(code("", "because she asked"), "read");
  EXPECT_NE(code("immigration-enforcement", "because she asked"), "read");
  EXPECT_EQ(code("assist", "no"), "casefile.purpose-needed");
  EXPECT_EQ(code("assist", ""), "casefile.purpose-needed");
  EXPECT_EQ(code("assist", std::string(501, 'x')), "casefile.purpose-needed");
}

TEST_P(ValuesTest, an_opening_leaves_exactly_one_leaf) {
  const auto opened = open(world.officer, {{"identity.names", kNames}});
  const auto leaves = [&] { return rows("SELECT COUNT(*) AS n FROM log_leaf")[0].integer("n"); };
  world.session(world.officer);
  const auto before = leaves();
  read(world.officer, opened.id, Compartment::identity).value();
  EXPECT_EQ(leaves(), before + 1);
  search(world.officer, "kovalchuk").value();
  EXPECT_EQ(leaves(), before + 2);
}

TEST_P(ValuesTest, an_older_version_in_if_match_is_stale_and_changes_nothing) {
  const auto opened = open(world.officer, {{"casework.summary", "first"}});
  EXPECT_EQ(
      write(world.officer, opened.id, {{"casework.summary", "second"}}, {.expected_version = 1, .cleared = {}}).value(),
      2);
  const auto stale =
      write(world.border_manager, opened.id, {{"casework.summary", "third"}}, {.expected_version = 1, .cleared = {}});
  EXPECT_EQ(stale.error().type, nrm::problems::kStale);
  EXPECT_EQ(read(world.officer, opened.id, Compartment::casework).value().at("casework.summary"), "second");
  write(world.officer, opened.id, {}, {.expected_version = 2, .cleared = {"casework.summary"}}).value();
  EXPECT_FALSE(read(world.officer, opened.id, Compartment::casework).value().contains("casework.summary"));
}

TEST_P(ValuesTest, no_plaintext_of_a_sealed_field_is_in_any_table) {
  std::map<std::string, std::string> values;
  for (const auto& field : fields())
    if (field.kind == "text") values.emplace(field.name, "CANARY" + std::to_string(values.size()) + "ZQ");
  values["identity.names"] = R"([{"name":"CANARYNAME","kind":"given"}])";
  values["whereabouts.safe-contact"] = R"({"how":"CANARYHOW","code_word":"CANARYWORD"})";
  const auto opened = open(world.border_manager, values);
  read(world.border_manager, opened.id, Compartment::casework).value();
  search(world.border_manager, "canaryname").value();
  for (const auto* table : {"case_file", "sealed_value", "key_seal", "case_card", "case_name_form", "statistics_row",
                            "case_task", "log_leaf"})
    for (const auto& row : rows(std::string{"SELECT * FROM "} + table))
      for (const auto& cell : row.values()) {
        const auto* text = std::get_if<std::string>(&cell);
        const auto* blob = std::get_if<Bytes>(&cell);
        const std::string bytes = text != nullptr ? *text : blob != nullptr ? text_of(*blob) : "";
        EXPECT_EQ(bytes.find("CANARY"), std::string::npos) << table;
        EXPECT_EQ(bytes.find("canaryname"), std::string::npos) << table;
      }
}

TEST_P(ValuesTest, contradictions_and_faults_are_named_and_nothing_is_kept) {
  const auto fault = [&](std::map<std::string, std::string> values) {
    const auto out = try_open(world.border_manager, values);
    return out ? std::string{"opened"} : problem_text(out.error());
  };
  EXPECT_EQ(fault({{"identity.birth-date", R"({"value":"2005-05","precision":"month","basis":"stated"})"},
                   {"casework.age-class", R"({"class":"adult"})"}}),
            "kernel.invalid /values/casework.age-class=contradicts");
  EXPECT_EQ(fault({{"casework.detection-month", "2018-05"}}),
            "kernel.invalid /values/casework.detection-month=in-the-future");
  EXPECT_EQ(fault({{"casework.nothing", "x"}}), "kernel.invalid /values/casework.nothing=unknown");
  EXPECT_EQ(fault({{"identity.birth-place", std::string(201, 'x')}}),
            "kernel.invalid /values/identity.birth-place=too-long");
  EXPECT_EQ(fault({{"identity.birth-place", "\xff"}}), "kernel.invalid /values/identity.birth-place=not-utf8");
  EXPECT_TRUE(rows("SELECT id FROM case_file").empty());
  EXPECT_TRUE(rows("SELECT id FROM statistics_row").empty());
}

TEST_P(ValuesTest, the_statistics_row_holds_codes_and_no_way_back) {
  const auto opened = open(world.officer, {{"identity.sex", "female"},
                                           {"identity.birth-date", R"({"value":"1999","basis":"stated"})"},
                                           {"identity.citizenships", R"(["BY"])"},
                                           {"casework.exploitation", R"(["sexual-exploitation"])"},
                                           {"casework.how-came", "own-detection"},
                                           {"casework.age-class", kAdult}});
  const auto row = rows("SELECT * FROM statistics_row").at(0);
  EXPECT_EQ(row.text("sex"), "female");
  EXPECT_EQ(row.text("age_band"), "18-20");
  EXPECT_EQ(row.text("citizenship_group"), "eastern-europe-central-asia");
  EXPECT_EQ(row.text("how_came"), "own-detection");
  for (const auto& sealed : rows("SELECT ciphertext FROM sealed_value"))
    EXPECT_EQ(text_of(sealed.blob("ciphertext")).find(row.text("id")), std::string::npos);
  write(world.officer, opened.id, {{"identity.sex", "male"}}).value();
  EXPECT_EQ(rows("SELECT sex FROM statistics_row").at(0).text("sex"), "male");
}

}  // namespace
}  // namespace nrm::casefile::testing
