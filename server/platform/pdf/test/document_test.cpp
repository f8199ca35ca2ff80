#include "nrm/pdf/document.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace nrm::pdf {
namespace {

Document letter(std::string text, bool right_to_left = false, std::string language = "en") {
  return {"Letter",
          *parse_iso_date("2026-05-04"),
          {{std::move(language), right_to_left, {{Style::body, std::move(text)}}}}};
}

Bytes written(const Document& document) {
  auto out = write(document);
  if (!out) throw std::logic_error{"the document was not written"};
  return std::move(*out);
}

class Pdf : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  // What the program that every reader is measured by makes of it.
  std::string read_by(const std::string& program, const Document& document) {
    const auto file = folder / "page.pdf";
    const auto bytes = written(document);
    std::ofstream{file, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                static_cast<std::streamsize>(bytes.size()));
    std::string out;
    const auto command = program + " " + file.string() + (program == "pdftotext" ? " -" : "");
    auto* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> piece{};
    for (std::size_t size = 0; (size = fread(piece.data(), 1, piece.size(), pipe)) > 0;) out.append(piece.data(), size);
    if (pclose(pipe) != 0) throw std::runtime_error{program + " cannot read the page"};
    return out;
  }

  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("nrm-pdf-" + std::to_string(::getpid()));
};

TEST_F(Pdf, text_in_each_of_the_six_languages_can_be_read_back) {
  for (const std::string text : {"A place to stay", "Место, где можно остаться", "Месца, дзе можна застацца ў спакоі",
                                 "مكان للإقامة", "安全的住处", "Un lugar donde quedarse, señora"}) {
    const auto read = read_by("pdftotext", letter(text));
    EXPECT_NE(read.find(text.substr(0, text.find(' '))), std::string::npos) << text << " became " << read;
  }
}

TEST_F(Pdf, a_number_inside_a_line_that_runs_to_the_left_keeps_its_order) {
  const auto read =
      read_by("pdftotext", letter("الرمز " + isolated_left_to_right("7KQ2-M4XD-9PRT") + " صالح", true, "ar"));
  EXPECT_NE(read.find("7KQ2-M4XD-9PRT"), std::string::npos) << read;
}

TEST_F(Pdf, the_same_document_gives_the_same_bytes) {
  EXPECT_EQ(written(letter("Перанакіраванне 17")), written(letter("Перанакіраванне 17")));
}

TEST_F(Pdf, the_file_says_nothing_of_its_machine_or_maker) {
  const auto bytes = written(letter("Something"));
  const std::string raw{bytes.begin(), bytes.end()};
  for (const std::string_view telling : {"/Author", "/Creator", "/home", "/tmp", "/work", "/usr"})
    EXPECT_EQ(raw.find(telling), std::string::npos) << telling;
  const auto told = read_by("pdfinfo", letter("Something"));
  EXPECT_NE(told.find("Title:           Letter"), std::string::npos) << told;
  EXPECT_NE(told.find("May  4 "), std::string::npos) << told;
}

TEST_F(Pdf, a_page_stays_one_page_and_what_does_not_fit_is_refused) {
  std::string words;
  for (int i = 0; i < 350; ++i) words += "seven word ";
  EXPECT_NE(read_by("pdfinfo", letter(words)).find("Pages:           1"), std::string::npos);
  for (int i = 0; i < 4000; ++i) words += "seven word ";
  EXPECT_EQ(write(letter(words)).error(), Fault::too_long);
}

TEST_F(Pdf, a_letter_without_a_font_is_a_fault_and_no_empty_box) {
  // The private use area: no font has it.
  EXPECT_EQ(write(letter("\uE7F3")).error(), Fault::no_font);
}

TEST_F(Pdf, markup_is_text) {
  EXPECT_NE(read_by("pdftotext", letter("<b>&amp;</b> 100 %")).find("<b>&amp;</b> 100 %"), std::string::npos);
}

TEST_F(Pdf, every_page_of_a_document_has_its_own_direction) {
  auto document = letter("First");
  document.pages.push_back({"ar", true, {{Style::heading, "الثاني"}, {Style::code, "AB12"}}});
  EXPECT_NE(read_by("pdfinfo", document).find("Pages:           2"), std::string::npos);
}

}  // namespace
}  // namespace nrm::pdf
