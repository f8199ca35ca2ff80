// Names of files: kept as given where they are names, and written so that they can be nothing else.
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "nrm/attachments/content.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::attachments {
namespace {

constexpr std::size_t kMaxAscii = 100;

// Controls, and marks that change the order in which a name is shown: "gpj.exe" must not read "exe.jpg".
bool hides(UChar32 c) {
  const auto category = u_charType(c);
  if (category == U_CONTROL_CHAR || category == U_LINE_SEPARATOR || category == U_PARAGRAPH_SEPARATOR) return true;
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

bool is_name(std::string_view name) {
  if (name == "." || name == ".." || name.find_first_of("/\\:") != name.npos) return false;
  const auto text = icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())});
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
    if (hides(text.char32At(at))) return false;
  return true;
}

bool is_attribute_char(unsigned char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || c == '-' || c == '.' || c == '_';
}

}  // namespace

std::optional<FieldProblem> find_name_fault(std::string_view name) {
  if (const auto fault = find_text_fault(name, kMaxNameCodePoints, true))
    return FieldProblem{"/name", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxNameCodePoints)}}};
  if (!is_name(name)) return FieldProblem{"/name", "not-a-file-name", {}};
  return std::nullopt;
}

std::string disposition_of(std::string_view name) {
  std::string plain, encoded;
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool safe = is_attribute_char(byte);
    if (plain.size() < kMaxAscii && (safe || byte < 0x80 || byte >= 0xC0)) plain += safe ? letter : '_';
    encoded += safe ? std::string{letter} : fmt::format("%{:02X}", byte);
  }
  return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, encoded);
}

}  // namespace nrm::attachments
