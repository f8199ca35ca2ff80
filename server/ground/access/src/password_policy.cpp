#include "nrm/access/password_policy.hpp"

#include <algorithm>

#include "common_passwords.hpp"
#include "nrm/access/accounts.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::access {
namespace {

using namespace std::string_view_literals;

// What remains of a password when everything foreseeable is taken out must still be this long.
constexpr std::size_t kUnforeseeable = 8;
constexpr std::size_t kShortestWord = 4;

std::string lower_ascii_alphanumerics(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter >= 'A' && letter <= 'Z') {
      out += static_cast<char>(letter - 'A' + 'a');
    } else if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               static_cast<unsigned char>(letter) >= 0x80) {
      out += letter;
    }
  }
  return out;
}

void take_out(std::string& text, std::string_view piece) {
  if (piece.size() < kShortestWord) return;
  for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at)) text.erase(at, piece.size());
}

// "aaaa…", "abcabcabc…": the whole is one unit said again.
bool repeats(std::string_view text) {
  for (std::size_t unit = 1; unit <= text.size() / 3; ++unit) {
    bool same = true;
    for (std::size_t i = unit; same && i < text.size(); ++i) same = text[i] == text[i - unit];
    if (same) return true;
  }
  return false;
}

// Letters that do not follow from the two before: "123456789" and "edcba" have next to none.
std::size_t surprises(std::string_view text) {
  std::size_t out = std::min<std::size_t>(text.size(), 2);
  for (std::size_t i = 2; i < text.size(); ++i) {
    const int step = text[i] - text[i - 1];
    const bool foreseen = step == text[i - 1] - text[i - 2] && step >= -1 && step <= 1;
    out += foreseen ? 0U : 1U;
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (const char letter : text) {
    if (" .,-_@\"'"sv.find(letter) != std::string_view::npos) {
      out.emplace_back();
    } else {
      out.back() += letter;
    }
  }
  return out;
}

bool is_common(std::string_view password, const std::vector<std::string>& own_words) {
  auto rest = lower_ascii_alphanumerics(password);
  if (rest.empty()) return repeats(password);
  const auto common = common_long_passwords();
  if (std::find(common.begin(), common.end(), rest) != common.end() || repeats(rest)) return true;
  for (const auto piece : common_pieces()) take_out(rest, piece);
  for (const auto& own : own_words) {
    for (const auto& word : words_of(own)) take_out(rest, lower_ascii_alphanumerics(word));
  }
  const bool touched = rest.size() < lower_ascii_alphanumerics(password).size();
  return surprises(rest) < kUnforeseeable && (touched || rest.size() >= kMinPassword);
}

}  // namespace

std::optional<std::string_view> password_fault(const SecretText& password, const std::vector<std::string>& own_words) {
  const auto& text = password.expose();
  if (text.size() > kMaxPassword * 4) return "too-long";
  if (const auto fault = find_text_fault(text, kMaxPassword, true)) {
    return *fault == TextFault::blank ? "password-too-short"sv : code_of(*fault);
  }
  if (count_code_points(text) < kMinPassword) return "password-too-short";
  if (is_common(text, own_words)) return "password-too-common";
  return std::nullopt;
}

}  // namespace nrm::access
