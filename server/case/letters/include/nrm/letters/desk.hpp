// What the behaviours need beside a session, and what the module brings along.
#pragma once

#include <string>
#include <vector>

#include "nrm/i18n/catalogue.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::letters {

// The pathway's clock of an answer; a pack without it cannot send letters.
inline constexpr std::string_view kAnswerRule = "letter-answer";
// What the clocks and the log call a letter.
inline constexpr std::string_view kSubjectKind = "letter";

// All outlive the desk. Thread-safe.
struct Desk {
  log::Journal& journal;
  storage::Upkeep& upkeep;
  const pathway::Pack& pack;
  const i18n::Catalogue& catalogue;
};

storage::Schema schema();
std::vector<ProblemType> letters_problems();
// The end of the clock, of a case and of a team. At start, before the first act.
void register_reactions(log::Journal& journal);

// The languages that letters are written in: those whose catalogue has them.
std::vector<std::string> languages_of(const i18n::Catalogue& catalogue);
bool is_right_to_left(std::string_view language);

}  // namespace nrm::letters
