#include "nrm/i18n/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace nrm::i18n {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class CatalogueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "catalogue-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    write("languages.toml",
          "[en]\ndirection = \"ltr\"\ncomplete = true\n[ru]\ndirection = \"ltr\"\ncomplete = true\n"
          "[ar]\ndirection = \"rtl\"\ncomplete = false\n");
    write("en/a.json", R"({"greet": "Hello, {name}.", "days": "{n, plural, =0 {none} one {# day} other {# days}}"})");
    write("ru/a.json", R"({"greet": "Привет, {name}.",
      "days": "{n, plural, one {# день} few {# дня} many {# дней} other {# дня}}"})");
    write("ar/a.json", R"({"greet": "مرحبا {name}"})");
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& file, const std::string& content) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream{root_ / file} << content;
  }
  std::string fault() {
    try {
      Catalogue::load(root_);
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }
  fs::path root_;
};

TEST_F(CatalogueTest, formats_named_parameters_and_plurals_of_each_language) {
  const auto catalogue = Catalogue::load(root_);
  EXPECT_EQ(catalogue.text("en", "greet", {{"name", "O'Neil {x}"}}), "Hello, O'Neil {x}.");
  EXPECT_EQ(catalogue.text("en", "days", {{"n", "0"}}), "none");
  EXPECT_EQ(catalogue.text("en", "days", {{"n", "1"}}), "1 day");
  EXPECT_EQ(catalogue.text("ru", "days", {{"n", "3"}}), "3 дня");
  EXPECT_EQ(catalogue.text("ru", "days", {{"n", "11"}}), "11 дней");
  EXPECT_EQ(catalogue.text("ru", "days", {{"n", "21"}}), "21 день");
}

TEST_F(CatalogueTest, incomplete_language_falls_back_to_english_and_an_unknown_key_to_itself) {
  const auto catalogue = Catalogue::load(root_);
  EXPECT_EQ(catalogue.text("ar", "greet", {{"name", "ليلى"}}), "مرحبا ليلى");
  EXPECT_EQ(catalogue.text("ar", "days", {{"n", "2"}}), "2 days");
  EXPECT_EQ(catalogue.text("de", "days", {{"n", "2"}}), "2 days");
  EXPECT_EQ(catalogue.text("en", "no.such"), "no.such");
  EXPECT_TRUE(catalogue.has("days"));
  EXPECT_FALSE(catalogue.has("no.such"));
  EXPECT_EQ(catalogue.languages(), (std::vector<std::string>{"en", "ru", "ar"}));
  EXPECT_EQ(catalogue.complete_languages(), (std::vector<std::string>{"en", "ru"}));
}

TEST_F(CatalogueTest, names_file_and_key_of_a_missing_translation) {
  write("en/b.json", R"({"only.english": "x"})");
  EXPECT_THAT(fault(), HasSubstr("en/b.json: key \"only.english\" is missing in the complete language ru"));
}

TEST_F(CatalogueTest, names_file_and_key_of_a_bad_pattern) {
  write("en/b.json", R"({"broken": "a {name"})");
  EXPECT_THAT(fault(), HasSubstr("en/b.json: key \"broken\" does not parse"));
  write("en/b.json", R"({"broken": "a {0}"})");
  EXPECT_THAT(fault(), HasSubstr("key \"broken\" numbers a parameter"));
  write("en/b.json", R"({"broken": "{when, date}"})");
  EXPECT_THAT(fault(), HasSubstr("key \"broken\" uses an argument type"));
}

TEST_F(CatalogueTest, refuses_a_text_that_lacks_a_plural_form_of_its_language) {
  write("en/b.json", R"({"p": "{n, plural, =1 {one} other {#}}"})");
  write("ru/b.json", R"({"p": "{n, plural, one {#} many {#} other {#}}"})");
  EXPECT_THAT(fault(), HasSubstr("ru/b.json: key \"p\" lacks the plural form \"few\""));
}

TEST_F(CatalogueTest, refuses_parameters_that_differ_between_languages) {
  write("ar/a.json", R"({"greet": "{nmae}"})");
  EXPECT_THAT(fault(), HasSubstr("ar/a.json: key \"greet\" takes the parameters {nmae}, but {name}"));
}

TEST_F(CatalogueTest, refuses_a_key_given_twice_in_one_file_or_in_two) {
  write("en/b.json", R"({"greet": "x"})");
  EXPECT_THAT(fault(), HasSubstr("en/b.json: key \"greet\" stands in"));
  write("en/b.json", R"({"k": "x", "k": "y"})");
  EXPECT_THAT(fault(), HasSubstr("en/b.json: key \"k\" stands there twice"));
}

TEST_F(CatalogueTest, refuses_what_is_not_a_flat_object_of_texts) {
  for (const auto* content :
       {R"({"k": 1})", R"({"k": {"l": "m"}})", R"(["k"])", R"({"k": null})", R"("k")", R"({"k": "x)"}) {
    write("en/b.json", content);
    EXPECT_THAT(fault(), HasSubstr("en/b.json: ")) << content;
  }
}

TEST_F(CatalogueTest, one_catalogue_serves_many_threads) {
  const auto catalogue = Catalogue::load(root_);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n) EXPECT_EQ(catalogue.text("ru", "days", {{"n", "5"}}), "5 дней");
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace nrm::i18n
