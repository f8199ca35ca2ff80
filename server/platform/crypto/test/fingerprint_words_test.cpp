#include <gtest/gtest.h>

#include <set>

#include "document.hpp"
#include "nrm/crypto/fingerprint_words.hpp"
#include "nrm/kernel/text.hpp"
#include "words.hpp"

namespace nrm::crypto {
namespace {

std::u32string letters_of(std::string_view utf8) {
  std::u32string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    if (lead < 0x80) {
      out += lead;
      i += 1;
    } else {
      out += static_cast<char32_t>((lead & 0x1fU) << 6U | (static_cast<unsigned char>(utf8[i + 1]) & 0x3fU));
      i += 2;
    }
  }
  return out;
}

std::size_t edits(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      corner = above;
    }
  }
  return row.back();
}

class FingerprintWords : public ::testing::Test {
 protected:
  void SetUp() override { initialise(); }
  std::map<std::string, std::string> known = nrm::testing::read_vectors("fingerprints.md");
  PublicKeys keys = public_keys(*Key32::copy_of(*from_hex(known["seed"])));
  SeededRandom random{3};
};

TEST_F(FingerprintWords, AreWhatTheDocumentSays) {
  EXPECT_EQ(fingerprint_words(fingerprint_bytes(keys), "en"), known["words en"]);
  EXPECT_EQ(fingerprint_words(fingerprint_bytes(keys), "ru"), known["words ru"]);
}

TEST_F(FingerprintWords, NumbersAndWordsSayTheSame) {
  for (int round = 0; round < 200; ++round) {
    const auto some = public_keys(random_key(random));
    const auto bytes = fingerprint_bytes(some);
    EXPECT_EQ(parse_fingerprint(fingerprint(some)), bytes);
    for (const auto language : kFingerprintLanguages) {
      EXPECT_EQ(parse_fingerprint(fingerprint_words(bytes, language)), bytes) << language;
      EXPECT_EQ(parse_fingerprint(fold_for_search(fingerprint_words(bytes, language))), bytes)
          << "in Latin letters: " << language;
    }
  }
}

TEST_F(FingerprintWords, CaseSpacesAndSignsDoNotCount) {
  const auto bytes = fingerprint_bytes(keys);
  auto shouted = known["words ru"];
  for (const auto& [from, to] : std::map<std::string, std::string>{{" ", " - "}, {"а", "А"}, {"о", "О"}}) {
    for (auto at = shouted.find(from); at != std::string::npos; at = shouted.find(from, at + to.size()))
      shouted.replace(at, from.size(), to);
  }
  EXPECT_EQ(parse_fingerprint("  " + shouted + ".\n"), bytes) << shouted;
  auto joined = fingerprint(keys);
  std::erase(joined, ' ');
  EXPECT_EQ(parse_fingerprint(joined), bytes);
}

TEST_F(FingerprintWords, AnythingElseIsNoFingerprint) {
  const auto words = known["words en"];
  const auto cut = words.substr(0, words.rfind(' '));
  for (const auto& typed :
       {std::string{}, cut, words + " acme", words.substr(words.find(' ') + 1), std::string(401, '1'),
        std::string{"99999 99999 99999 99999 99999"}, std::string{"25617 12499 13402 41149 0397"}, std::string{"\xff"},
        cut + " " + known["words ru"].substr(known["words ru"].rfind(' ') + 1)})
    EXPECT_FALSE(parse_fingerprint(typed)) << typed;
}

TEST_F(FingerprintWords, AWordInAnotherPlaceIsHeardInEnglish) {
  auto bytes = fingerprint_bytes(keys);
  const auto words = fingerprint_words(bytes, "en");
  const auto first = words.find(' ');
  const auto second = words.find(' ', first + 1);
  const auto swapped = words.substr(first + 1, second - first) + words.substr(0, first) + words.substr(second);
  EXPECT_FALSE(parse_fingerprint(swapped));
}

// SOURCE.md
TEST_F(FingerprintWords, TheRussianListKeepsItsRule) {
  const auto& words = russian_words(0);
  const std::u32string vowels = U"аеиоуыэюя";
  std::set<std::u32string> beginnings;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto letters = letters_of(words[i]);
    EXPECT_TRUE(letters.size() >= 4 && letters.size() <= 9) << words[i];
    EXPECT_EQ(letters.find(U'ё'), std::u32string::npos) << words[i];
    const auto syllables = std::count_if(letters.begin(), letters.end(),
                                         [&](char32_t c) { return vowels.find(c) != std::u32string::npos; });
    EXPECT_GE(syllables, 2) << words[i];
    EXPECT_TRUE(beginnings.insert(letters.substr(0, 3)).second) << words[i];
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GE(edits(letters, letters_of(words[j])), 3U) << words[i] << " " << words[j];
      EXPECT_LT(words[j], words[i]);
    }
  }
}

TEST_F(FingerprintWords, NoWordStandsForTwoBytes) {
  std::set<std::string> folded;
  for (const auto& word : russian_words(0)) EXPECT_TRUE(folded.insert(fold_for_search(word)).second) << word;
  for (std::size_t place = 0; place < 2; ++place)
    for (const auto& word : english_words(place)) EXPECT_TRUE(folded.insert(fold_for_search(word)).second) << word;
}

}  // namespace
}  // namespace nrm::crypto
