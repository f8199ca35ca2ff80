// Holds docs/formats to the code. A difference prints what the document should say.
#include <fstream>
#include <regex>

#include <gtest/gtest.h>

#include "nrm/casefile/sealing.hpp"
#include "nrm/casefile/shape.hpp"
#include "nrm/storage/testing.hpp"
#include "seals.hpp"

namespace nrm::casefile {
namespace {

std::string document(const std::string& name) {
  std::ifstream file{std::string{NRM_SOURCE_DIR} + "/docs/formats/" + name};
  return {std::istreambuf_iterator<char>{file}, {}};
}
std::string vector_of(const std::string& text, const std::string& name) {
  std::smatch found;
  const std::regex line{"`" + name + "` *: *`([0-9a-f]*)`"};
  return std::regex_search(text, found, line) ? found[1].str() : std::string{"(not in the document)"};
}
Key32 counting_key() {
  Key32 key;
  for (std::size_t i = 0; i < 32; ++i) key.expose_mutable()[i] = static_cast<std::uint8_t>(i);
  return key;
}

TEST(Formats, the_table_of_fields_is_the_code_s) {
  const auto text = document("fields.md");
  EXPECT_NE(text.find(fields_table()), std::string::npos) << fields_table();
  EXPECT_NE(text.find(shapes_table()), std::string::npos) << shapes_table();
}

TEST(Formats, every_field_lives_in_the_compartment_that_its_name_says) {
  for (const auto& field : fields()) {
    EXPECT_EQ(field.name.substr(0, field.name.find('.')), access::name_of(field.compartment)) << field.name;
    EXPECT_NE(std::ranges::find(field_groups(), field.group), field_groups().end()) << field.name;
    EXPECT_GT(field.max_code_points, 0U);
  }
  EXPECT_EQ(find_htcds_field("prs_FirstName")->compartment, Compartment::identity);
  EXPECT_EQ(find_htcds_field("prs_Nothing"), nullptr);
}

TEST(Formats, what_tells_about_somebody_else_is_marked_and_perpetrators_are_kept_for_a_time_of_their_own) {
  for (const auto* name : {"child.guardian", "justice.lawyer", "justice.htcds.per_RoleDetails", "justice.perpetrators",
                           "casework.related-persons", "casework.interpreter-never"})
    EXPECT_TRUE(find_field(name)->third_person) << name;
  EXPECT_FALSE(find_field("identity.names")->third_person);
  for (const auto& field : fields()) {
    if (field.retention_class != "perpetrator") continue;
    EXPECT_TRUE(field.third_person) << field.name;
    EXPECT_EQ(field.compartment, Compartment::justice) << field.name;
  }
}

TEST(Formats, the_known_answer_of_a_sealed_value) {
  crypto::initialise();
  const ValuePlace place{*CaseId::parse("01890a5d-ac96-774b-bcce-b302099a8057"), Compartment::identity, "identity.sex",
                         2, 1};
  SeededRandom random{1};
  const auto text = document("sealed_values.md");
  EXPECT_EQ(vector_of(text, "associated"), to_hex(associated_data(place)));
  const auto sealed = seal_value(counting_key(), place, "female", random);
  EXPECT_EQ(vector_of(text, "sealed"), to_hex(sealed));
  const auto cleared = seal_value(counting_key(), place, std::nullopt, random);
  EXPECT_EQ(vector_of(text, "cleared"), to_hex(cleared));
  std::string out;
  EXPECT_EQ(open_value(counting_key(), place, sealed, out), Opening::value);
  EXPECT_EQ(out, "female");
  EXPECT_EQ(open_value(counting_key(), place, cleared, out), Opening::cleared);
}

TEST(Formats, the_known_answer_of_a_seal) {
  crypto::initialise();
  SeededRandom random{2};
  SealRow row{.place = {"case", "01890a5d-ac96-774b-bcce-b302099a8057", Compartment::identity, 1},
              .holder_kind = "team",
              .holder = *parse_uuid("0b9f1e0c-6f0e-4e57-9a51-1f8d2f6d7a10"),
              .holder_key_version = 1,
              .form = "wrap",
              .sealed = {},
              .basis = std::nullopt,
              .given_by_team = *TeamId::parse("0b9f1e0c-6f0e-4e57-9a51-1f8d2f6d7a10"),
              .given_by_key_version = 1,
              .given_at = UtcTime::from_unix_us(1'518'652'800'000'000)};
  Key32 seed;
  seed.expose_mutable()[0] = 7;
  const auto text = document("seals.md");
  EXPECT_EQ(vector_of(text, "associated"), to_hex(associated_data(row)));
  row.sealed = crypto::seal(wrap_key(seed), 1, counting_key().expose(), associated_data(row), random);
  EXPECT_EQ(vector_of(text, "sealed"), to_hex(row.sealed));
  EXPECT_EQ(vector_of(text, "signature"), to_hex(crypto::sign(seed, "nrm-seal-1", signed_message(row))));
}

TEST(Formats, a_code_s_length_does_not_show) {
  crypto::initialise();
  const ValuePlace place{*CaseId::parse("01890a5d-ac96-774b-bcce-b302099a8057"), Compartment::identity, "identity.sex",
                         1, 1};
  SystemRandom random;
  EXPECT_EQ(seal_value(counting_key(), place, "male", random).size(),
            seal_value(counting_key(), place, "female", random).size());
  EXPECT_EQ(seal_value(counting_key(), place, std::nullopt, random).size(),
            seal_value(counting_key(), place, "male", random).size());
}

}  // namespace
}  // namespace nrm::casefile
