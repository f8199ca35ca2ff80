// What a file is, is found in its content; what it is called counts only where it lies.
#include "nrm/attachments/content_type.hpp"

#include <gtest/gtest.h>

#include "nrm/attachments/content.hpp"

namespace nrm::attachments {
namespace {

using namespace std::string_literals;

std::string found(const std::string& content, const std::string& name) {
  static const TypeFinder finder;
  const auto type = finder.find(content, name);
  return type ? *type : std::string{type.error().type.slug};
}

// A stored zip entry, as the first of an archive.
std::string zip_entry(const std::string& name, const std::string& content) {
  const auto number = [](std::size_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
  };
  return "PK\3\4\x14\0\0\0\0\0"s + number(0, 4) + number(0, 4) + number(content.size(), 4) + number(content.size(), 4) +
         number(name.size(), 2) + number(0, 2) + name + content;
}
std::string png(std::uint32_t width, std::uint32_t height) {
  const auto number = [](std::uint32_t value) {
    return std::string{static_cast<char>(value >> 24U), static_cast<char>(value >> 16U), static_cast<char>(value >> 8U),
                       static_cast<char>(value)};
  };
  return "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"s + number(width) + number(height) + "\x08\x02\0\0\0"s +
         std::string(200, '\0');
}
std::string jpeg(std::uint16_t width, std::uint16_t height) {
  const auto number = [](std::uint16_t value) {
    return std::string{static_cast<char>(value >> 8U), static_cast<char>(value & 0xFFU)};
  };
  return "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08"s + number(height) + number(width) +
         "\3\1\x22\0\2\x11\1\3\x11\1"s + std::string(100, '\0');
}
const std::string kPdf = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
const std::string kGif = "GIF89a\x10\0\x10\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x10\0\x10\0\0\2\x0e"s;
const std::string kProgram = "MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0"s + std::string(44, '\0') + "\x80\0\0\0"s +
                             std::string(64, '\0') + "PE\0\0\x64\x86"s + std::string(200, '\0');
const std::string kSvg =
    R"(<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>)";

TEST(ContentType, CommonFilesAreKnownByTheirContent) {
  EXPECT_EQ(found(kPdf, "paper.pdf"), "application/pdf");
  EXPECT_EQ(found(kPdf, "no extension"), "application/pdf");
  EXPECT_EQ(found(png(400, 300), "scan.png"), "image/png");
  EXPECT_EQ(found(jpeg(400, 300), "SCAN.JPG"), "image/jpeg");
  EXPECT_EQ(found(kGif, "a.gif"), "image/gif");
  EXPECT_EQ(found("She came in on Monday.\nШелтер принял.\n", "note.txt"), "text/plain");
  EXPECT_EQ(found("#include <a>\nint main() { return 0; }\n", "looks like code.txt"), "text/plain");
  EXPECT_EQ(found("RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0data\0\0\0\0"s, "v.wav"),
            "audio/wav");
  EXPECT_EQ(found("OggS\0\2\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\1\x13OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0"s, "v.ogg"),
            "audio/ogg");
  EXPECT_EQ(found("\0\0\0\x18"
                  "ftypisom\0\0\2\0isomiso2"s +
                      std::string(100, '\0'),
                  "v.mp4"),
            "video/mp4");
  EXPECT_EQ(found("\0\0\0\x18"
                  "ftypheic\0\0\0\0mif1heic"s +
                      std::string(100, '\0'),
                  "photo.heic"),
            "image/heic");
  EXPECT_EQ(found(zip_entry("mimetype", "application/vnd.oasis.opendocument.text") + zip_entry("content.xml", "<a/>"),
                  "letter.odt"),
            "application/vnd.oasis.opendocument.text");
  EXPECT_EQ(found(zip_entry("[Content_Types].xml", "<Types/>") + zip_entry("_rels/.rels", "<r/>") +
                      zip_entry("word/document.xml", "<w/>"),
                  "letter.docx"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
}

TEST(ContentType, WhatABrowserMayRunIsPlainBytes) {
  for (const auto& [content, name] : std::vector<std::pair<std::string, std::string>>{
           {kSvg, "drawing.svg"},
           {kSvg, "drawing"},
           {"<!doctype html><script>alert(1)</script>", "page.html"},
           {"<html><body>hello</body></html>", "page"},
           {"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "data.xml"},
           {zip_entry("a.txt", "hello"), "archive.zip"},
           {std::string("\0\1\2\3\4\5", 6), "unknown.bin"}})
    EXPECT_EQ(found(content, name), kPlainBytes) << name;
}

TEST(ContentType, ANameThatPromisesAnotherTypeIsRefused) {
  int tried = 0;
  const std::vector<std::string> contents{kPdf, png(4, 3), jpeg(4, 3), kGif, kSvg, "<html><p>a</p></html>"};
  const std::vector<std::string> own{"pdf", "png", "jpg", "gif", "", ""};
  for (std::size_t i = 0; i < contents.size(); ++i)
    for (const std::string extension : {"pdf", "png", "jpg", "gif", "docx", "mp3", "mp4", "txt", "webp"}) {
      if (extension == own[i]) continue;
      EXPECT_EQ(found(contents[i], "file." + extension), "attachments.other-type") << i << extension;
      ++tried;
    }
  EXPECT_GE(tried, 40);
}

TEST(ContentType, ProgramsAreRefusedWhateverTheyAreCalled) {
  EXPECT_EQ(found(kProgram, "photo.jpg.exe"), "attachments.program");
  EXPECT_EQ(found(kProgram, "setup"), "attachments.program");
  EXPECT_EQ(found("\x7f"
                  "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0"s +
                      std::string(100, '\0'),
                  "a"),
            "attachments.program");
  EXPECT_EQ(found("#!/bin/sh\necho a\n", "notes"), "attachments.program");
  EXPECT_EQ(found("anything", "invoice.pdf.js"), "attachments.program");
  EXPECT_EQ(found("anything", "MACRO.XLSM"), "attachments.program");
}

// A file that is two things at once is one of them here, and is never shown by a browser whichever it is.
TEST(ContentType, APolyglotIsWhatItsFirstBytesSay) {
  EXPECT_EQ(found(kGif + zip_entry("META-INF/MANIFEST.MF", "Main-Class: A"), "a.gif"), "image/gif");
  EXPECT_EQ(found(kPdf + "<html><script>alert(1)</script></html>", "a.pdf"), "application/pdf");
  EXPECT_EQ(found("<html><script>alert(1)</script>\n" + kPdf, "a.pdf"), "attachments.other-type");
  EXPECT_EQ(found(jpeg(4, 3) + "<?php system($_GET['a']); ?>", "a.jpg"), "image/jpeg");
}

TEST(ContentType, APictureMadeToExhaustMemoryIsRefused) {
  EXPECT_EQ(found(png(50'000, 50'000), "a.png"), "attachments.huge-picture");
  EXPECT_EQ(found(jpeg(65'000, 65'000), "a.jpg"), "attachments.huge-picture");
  EXPECT_EQ(found(png(20'000, 10'000), "a.png"), "image/png");
  EXPECT_EQ(pixels_of(png(3, 2)), 6U);
  EXPECT_EQ(pixels_of(jpeg(3, 2)), 6U);
  EXPECT_EQ(pixels_of(kGif), 256U);
  EXPECT_EQ(pixels_of("\xff\xd8\xff\xe0\0\0"s), std::nullopt);
  EXPECT_EQ(pixels_of("\x89PNG\r\n\x1a\n"s), std::nullopt);
}

TEST(Disposition, IsOneHeaderWhateverTheName) {
  EXPECT_EQ(disposition_of("a b.pdf"), "attachment; filename=\"a_b.pdf\"; filename*=UTF-8''a%20b.pdf");
  for (const auto* name :
       {"\"; filename=\"evil.html", "a\r\nSet-Cookie: x=y", "é\xf0\x9f\x98\x80.pdf", "%0d%0a", "';alert(1)//"}) {
    const auto header = disposition_of(name);
    EXPECT_EQ(header.find_first_of("\r\n"), header.npos);
    EXPECT_EQ(std::count(header.begin(), header.end(), '"'), 2) << header;
    EXPECT_EQ(std::count(header.begin(), header.end(), ';'), 2) << header;
    EXPECT_TRUE(std::all_of(header.begin(), header.end(), [](char c) { return c >= ' ' && c < 0x7F; })) << header;
  }
}

}  // namespace
}  // namespace nrm::attachments
