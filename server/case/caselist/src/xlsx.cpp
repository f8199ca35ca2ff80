// The least of Office Open XML (ECMA-376) that every spreadsheet opens: one sheet of inline strings, in a ZIP without
// compression. Made here and in memory, because the library for it writes each row to a temporary file.
#include <zlib.h>

#include <array>

#include "nrm/caselist/case_list.hpp"

namespace nrm::caselist {
namespace {

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
constexpr std::string_view kTypes =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
    "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
    "ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override "
    "PartName=\"/xl/worksheets/sheet1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";
constexpr std::string_view kRelations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
constexpr std::string_view kBookRelations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/></Relationships>";

// XML 1.0 has no place for other control characters, not even escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\t' || letter == '\n' || letter == '\r')
          out += letter;
    }
  }
  return out;
}

std::string book(const std::string& sheet_name) {
  return fmt::format(
      "{}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"{}\" "
      "sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
      kHead, escaped(sheet_name));
}

std::string sheet(const std::vector<SheetRow>& rows) {
  std::string out = fmt::format(
      "{}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>", kHead);
  for (const auto& row : rows) {
    out += "<row>";
    for (const auto& cell : row)
      out +=
          fmt::format("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(neutral_cell(cell)));
    out += "</row>";
  }
  return out + "</sheetData></worksheet>";
}

class Zip {
 public:
  void add(const std::string& name, const std::string& content) {
    const auto offset = static_cast<std::uint32_t>(out_.size());
    const auto crc = static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
    const auto size = static_cast<std::uint32_t>(content.size());
    const auto common = little<2>(20) + little<2>(kUtf8) + little<2>(0) + little<2>(0) + little<2>(kFirstDay) +
                        little<4>(crc) + little<4>(size) + little<4>(size) +
                        little<2>(static_cast<std::uint32_t>(name.size())) + little<2>(0);
    out_ += little<4>(0x04034b50) + common + name + content;
    directory_ += little<4>(0x02014b50) + little<2>(20) + common + little<2>(0) + little<2>(0) + little<2>(0) +
                  little<4>(0) + little<4>(offset) + name;
    ++entries_;
  }

  std::string finish() {
    const auto start = static_cast<std::uint32_t>(out_.size());
    out_ += directory_ + little<4>(0x06054b50) + little<2>(0) + little<2>(0) + little<2>(entries_) +
            little<2>(entries_) + little<4>(static_cast<std::uint32_t>(directory_.size())) + little<4>(start) +
            little<2>(0);
    return std::move(out_);
  }

 private:
  static constexpr std::uint32_t kUtf8 = 0x0800;      // names are UTF-8
  static constexpr std::uint32_t kFirstDay = 0x0021;  // 1 January 1980: the time of a list is in the log

  template <std::size_t Size>
  static std::string little(std::uint32_t value) {
    std::string out;
    for (std::size_t i = 0; i < Size; ++i) out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
  }

  std::string out_, directory_;
  std::uint32_t entries_ = 0;
};

}  // namespace

std::string neutral_cell(std::string_view text) {
  constexpr std::string_view kDangerous = "=+-@\t\r\n";
  std::string out{text};
  return !out.empty() && kDangerous.find(out.front()) != std::string_view::npos ? "'" + out : out;
}

std::string to_xlsx(const std::string& sheet_name, const std::vector<SheetRow>& rows) {
  Zip zip;
  zip.add("[Content_Types].xml", std::string{kHead} + std::string{kTypes});
  zip.add("_rels/.rels", std::string{kHead} + std::string{kRelations});
  zip.add("xl/workbook.xml", book(sheet_name));
  zip.add("xl/_rels/workbook.xml.rels", std::string{kHead} + std::string{kBookRelations});
  zip.add("xl/worksheets/sheet1.xml", sheet(rows));
  return zip.finish();
}

}  // namespace nrm::caselist
