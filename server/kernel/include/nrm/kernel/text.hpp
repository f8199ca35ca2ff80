// Text with a stated limit. Valid UTF-8, no NUL (PostgreSQL cannot hold it); otherwise kept byte for byte.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nrm {

bool is_valid_utf8(std::string_view text);
// Unicode code points of valid UTF-8.
std::size_t count_code_points(std::string_view text);

enum class TextFault { not_utf8, has_nul, too_long, blank };
// The first fault of a text, if any. Blank means nothing but Unicode white space; only asked for where required.
std::optional<TextFault> find_text_fault(std::string_view text, std::size_t max_code_points, bool required);
std::string_view code_of(TextFault fault);  // the FieldProblem code: "not-utf8", "has-nul", "too-long", "required"

template <std::size_t MaxCodePoints>
class BoundedText {
 public:
  static constexpr std::size_t kMax = MaxCodePoints;
  BoundedText() = default;
  static std::optional<BoundedText> make(std::string text) {
    if (find_text_fault(text, MaxCodePoints, false)) return std::nullopt;
    return BoundedText{std::move(text)};
  }
  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const BoundedText&) const = default;

 private:
  explicit BoundedText(std::string text) : text_{std::move(text)} {}
  std::string text_;
};

// For matching names across scripts and spellings: NFKC case fold, any script to Latin, letters and digits only,
// words separated by one space. "Ковальчук" and "Kovalchuk" meet within one edit or so.
std::string fold_for_search(std::string_view text);

}  // namespace nrm
