// One parsed message. ICU's MessageFormat creates parts of itself lazily while it formats, so it is not shared between
// threads: a message without parameters is kept as finished text, any other is formatted by a fresh object.
#pragma once

#include <set>
#include <string>

#include "nrm/i18n/catalogue.hpp"

namespace nrm::i18n {

class Message {
 public:
  // Throws std::invalid_argument saying what is wrong with the pattern.
  Message(std::string_view language, const std::string& pattern);
  std::string text(const Params& params) const;
  std::set<std::string> parameters() const;

 private:
  std::string language_;
  std::string pattern_;
  std::string finished_;
  std::map<std::string, bool> parameters_;  // true: a number (plural, ordinal, number)
};

}  // namespace nrm::i18n
