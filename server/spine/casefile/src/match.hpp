// Matching names across scripts and spellings, without an index: pure, quick enough for twenty thousand cases.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nrm::casefile {

// A text's words, folded to Latin and to a skeleton in which the usual transliterations of one sound meet.
struct Word {
  std::string folded;
  std::string skeleton;
};
std::vector<Word> words_of(std::string_view text);

// One line a name form: the form, then its words, ready to be matched without folding again.
std::string encode_name_forms(const std::vector<std::string>& names);
struct NameMatch {
  int score = 0;      // 0..100
  std::string label;  // the best-matching form, or all of them where the words come from several
};
// The best score over the forms; nothing under the threshold.
std::optional<NameMatch> match_name_forms(const std::vector<Word>& query, std::string_view encoded);

// Edits (insert, delete, substitute) between two words of at most 64 bytes; longer ones are cut.
int edit_distance(std::string_view a, std::string_view b);

}  // namespace nrm::casefile
