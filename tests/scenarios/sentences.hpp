#pragma once

#include <functional>
#include <regex>
#include <string>
#include <vector>

#include "stage.hpp"

namespace nrm::scenarios {

struct Sentence {
  std::regex pattern;
  std::function<void(Stage&, const std::smatch&)> play;
};
const std::vector<Sentence>& sentences();

// What every sentence is made with: a member of an answer, a word of the sentence, the sentence itself.
std::string text_of(const json::value& object, const char* name);
std::string name(const std::smatch& match, std::size_t group);
void add(std::vector<Sentence>& all, const char* pattern, std::function<void(Stage&, const std::smatch&)> play);

void add_fields(std::vector<Sentence>& all);
void add_caselife(std::vector<Sentence>& all);
void add_oversight(std::vector<Sentence>& all);
// Pauses, withdrawals, and who speaks for a child.
void add_consent(std::vector<Sentence>& all);
void add_retention(std::vector<Sentence>& all);
void add_work(std::vector<Sentence>& all);
void add_referral_chains(std::vector<Sentence>& all);
void add_places(std::vector<Sentence>& all);
void add_letters(std::vector<Sentence>& all);
void add_ledger(std::vector<Sentence>& all);
void add_handover(std::vector<Sentence>& all);
void add_clocks(std::vector<Sentence>& all);
void add_identification(std::vector<Sentence>& all);

}  // namespace nrm::scenarios
