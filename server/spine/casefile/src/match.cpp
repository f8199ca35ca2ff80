#include "match.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "nrm/kernel/text.hpp"

namespace nrm::casefile {
namespace {

constexpr int kThreshold = 70;
constexpr std::size_t kMaxQueryWords = 6;
constexpr std::size_t kMinPrefix = 3;

struct Rewrite {
  std::string_view from;
  std::string_view to;
};
// Longest first. Russian, Belarusian, Polish, German and English spellings of one sound.
constexpr std::array kRewrites{
    Rewrite{"shch", "s"}, Rewrite{"tsch", "c"}, Rewrite{"sch", "s"}, Rewrite{"ch", "c"}, Rewrite{"cz", "c"},
    Rewrite{"ts", "c"},   Rewrite{"tz", "c"},   Rewrite{"sh", "s"},  Rewrite{"sz", "s"}, Rewrite{"zh", "z"},
    Rewrite{"rz", "z"},   Rewrite{"kh", "h"},   Rewrite{"ph", "f"},  Rewrite{"th", "t"}, Rewrite{"ck", "k"},
    Rewrite{"iy", "i"},   Rewrite{"yi", "i"},   Rewrite{"ij", "i"},  Rewrite{"ju", "u"}, Rewrite{"iu", "u"},
    Rewrite{"yu", "u"},   Rewrite{"ja", "a"},   Rewrite{"ia", "a"},  Rewrite{"ya", "a"}, Rewrite{"je", "e"},
    Rewrite{"ie", "e"},   Rewrite{"ye", "e"},   Rewrite{"jo", "a"},  Rewrite{"io", "a"}, Rewrite{"yo", "a"},
    Rewrite{"y", "i"},    Rewrite{"j", "i"},    Rewrite{"w", "v"},   Rewrite{"g", "h"},  Rewrite{"o", "a"},
    Rewrite{"x", "ks"},   Rewrite{"q", "k"}};

std::string skeleton_of(std::string_view word) {
  std::string out;
  while (!word.empty()) {
    const auto hit = std::ranges::find_if(kRewrites, [&](const Rewrite& r) { return word.starts_with(r.from); });
    const auto piece = hit == kRewrites.end() ? word.substr(0, 1) : hit->to;
    word.remove_prefix(hit == kRewrites.end() ? 1 : hit->from.size());
    for (const char letter : piece)
      if (out.empty() || out.back() != letter) out.push_back(letter);
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = text.find(separator);
    out.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

int similarity(std::string_view a, std::string_view b) {
  const auto longest = static_cast<int>(std::max(a.size(), b.size()));
  if (longest == 0) return 0;
  const auto gap = static_cast<int>(longest - static_cast<int>(std::min(a.size(), b.size())));
  if (gap * 100 > longest * (100 - kThreshold) + 100) return 0;
  return 100 - edit_distance(a, b) * 100 / longest;
}

int word_score(const Word& asked, std::string_view folded, std::string_view skeleton) {
  if (asked.folded == folded) return 100;
  int best = std::max(similarity(asked.folded, folded), similarity(asked.skeleton, skeleton) - 2);
  if (asked.folded.size() >= kMinPrefix && folded.starts_with(asked.folded)) best = std::max(best, 90);
  if (asked.skeleton.size() >= kMinPrefix && skeleton.starts_with(asked.skeleton)) best = std::max(best, 85);
  return best;
}

// Each asked word takes its best word of the form; a word that meets nothing costs the whole match.
int form_score(const std::vector<Word>& query, const std::vector<std::string_view>& words) {
  int sum = 0;
  for (const auto& asked : query) {
    int best = 0;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
      best = std::max(best, word_score(asked, words[i], words[i + 1]));
    if (best < kThreshold) return 0;
    sum += best;
  }
  return query.empty() ? 0 : sum / static_cast<int>(query.size());
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, 64);
  b = b.substr(0, 64);
  if (a.empty()) return static_cast<int>(b.size());
  std::array<std::uint64_t, 256> peq{};
  for (std::size_t i = 0; i < a.size(); ++i) peq[static_cast<unsigned char>(a[i])] |= 1ULL << i;
  std::uint64_t plus = ~0ULL, minus = 0;
  const std::uint64_t top = 1ULL << (a.size() - 1);
  auto distance = static_cast<int>(a.size());
  // Myers's bit vectors: one column of the table a step.
  for (const char letter : b) {
    const auto eq = peq[static_cast<unsigned char>(letter)];
    const auto vertical = eq | minus;
    const auto diagonal = (((eq & plus) + plus) ^ plus) | eq;
    auto up = minus | ~(diagonal | plus);
    auto down = plus & diagonal;
    if ((up & top) != 0) ++distance;
    if ((down & top) != 0) --distance;
    up = (up << 1U) | 1U;
    down <<= 1U;
    plus = down | ~(vertical | up);
    minus = up & vertical;
  }
  return distance;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  const auto folded = fold_for_search(text);
  for (const auto word : split(folded, ' '))
    if (!word.empty() && out.size() < kMaxQueryWords) out.push_back({std::string{word}, skeleton_of(word)});
  return out;
}

std::string encode_name_forms(const std::vector<std::string>& names) {
  std::string out;
  for (auto name : names) {
    std::string words;
    for (const auto& word : words_of(name)) words += "\t" + word.folded + "\t" + word.skeleton;
    std::ranges::replace_if(
        name, [](char letter) { return letter == '\n' || letter == '\t'; }, ' ');
    out += name + words + "\n";
  }
  return out;
}

std::optional<NameMatch> match_name_forms(const std::vector<Word>& query, std::string_view encoded) {
  NameMatch best;
  std::vector<std::string_view> all;
  std::string all_names;
  for (const auto line : split(encoded, '\n')) {
    auto parts = split(line, '\t');
    if (parts.empty()) continue;
    const std::vector<std::string_view> words{parts.begin() + 1, parts.end()};
    const int score = form_score(query, words);
    if (score > best.score) best = {score, std::string{parts.front()}};
    all.insert(all.end(), words.begin(), words.end());
    all_names += (all_names.empty() ? "" : " ") + std::string{parts.front()};
  }
  // Given and family name are often forms of their own.
  if (const int score = form_score(query, all); score > best.score) best = {score, all_names};
  return best.score >= kThreshold ? std::optional{best} : std::nullopt;
}

}  // namespace nrm::casefile
