#include "nrm/kernel/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <memory>

namespace nrm {
namespace {

template <class Visit>
bool each_code_point(std::string_view text, Visit visit) {
  std::int32_t at = 0;
  const auto size = static_cast<std::int32_t>(text.size());
  while (at < size) {
    UChar32 point = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), at, size, point);
    if (point < 0) return false;
    visit(point);
  }
  return true;
}

// ICU transliterators are not thread-safe: one a thread.
icu::Transliterator& to_latin() {
  thread_local const std::unique_ptr<icu::Transliterator> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>{
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status)};
  }();
  return *instance;  // NOLINT(clang-analyzer-cplusplus.NewDelete): it lives as long as its thread
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  return each_code_point(text, [](UChar32) {});
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  each_code_point(text, [&](UChar32) { ++count; });
  return count;
}

std::optional<TextFault> find_text_fault(std::string_view text, std::size_t max_code_points, bool required) {
  std::size_t count = 0;
  bool nul = false, ink = false;
  const bool valid = each_code_point(text, [&](UChar32 point) {
    ++count;
    nul = nul || point == 0;
    ink = ink || !u_isUWhiteSpace(point);
  });
  if (!valid) return TextFault::not_utf8;
  if (nul) return TextFault::has_nul;
  if (count > max_code_points) return TextFault::too_long;
  if (required && !ink) return TextFault::blank;
  return std::nullopt;
}

std::string_view code_of(TextFault fault) {
  switch (fault) {
    case TextFault::not_utf8:
      return "not-utf8";
    case TextFault::has_nul:
      return "has-nul";
    case TextFault::too_long:
      return "too-long";
    case TextFault::blank:
      return "required";
  }
  return "invalid";
}

std::string fold_for_search(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  auto folded = normalizer->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())}), status);
  to_latin().transliterate(folded);
  std::string latin, out;
  folded.toUTF8String(latin);
  bool gap = false;
  each_code_point(latin, [&](UChar32 point) {
    const bool kept = u_isalnum(point) && point < 128;
    if (!kept) {
      // Marks that transliteration leaves inside a word (koval'cuk) vanish; anything else ends the word.
      gap = gap ||
            !(point == '\'' || point == 0x02bf || point == 0x02be || point == '`' || u_getCombiningClass(point) != 0);
      return;
    }
    if (gap && !out.empty()) out.push_back(' ');
    gap = false;
    out.push_back(static_cast<char>(point));
  });
  return out;
}

}  // namespace nrm
