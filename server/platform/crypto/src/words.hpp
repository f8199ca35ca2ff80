// Lists of 256 words: a word for each value of a byte.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace nrm::crypto {

using WordList = const std::array<std::string_view, 256>&;
// Two syllables in the first place, the third …; three in the others: a word left out is heard.
WordList english_words(std::size_t place);
// One list for every place.
WordList russian_words(std::size_t place);

}  // namespace nrm::crypto
