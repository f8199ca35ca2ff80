// Our ledger against one side's declaration, line by line. Pure: the same input always gives the same lines. The rule
// is short enough to be told on the telephone (docs/methods/reconciliation.md):
//   1. a line that people have settled as this or that entry of the ledger is that entry;
//   2. a line and an entry with the same reference are matched;
//   3. a line left over with entries left over of the same day and need is in doubt: people choose, whatever the number
//      of candidates;
//   4. a line still left over is missing here; an entry that is left over and no candidate is missing there.
// Totals are compared by month and need; what was entered for a total explains that total and changes the others.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/reconciliation/declaration.hpp"

namespace nrm::reconciliation {

// One referral, letter or late entry between the two bodies in the period, as the ledger has it. No person.
struct Entry {
  enum class Way { referral, letter, entered };
  std::string id;  // unique among all ways
  Way way = Way::referral;
  std::string reference;  // may be empty: a late entry without one
  std::string need;
  std::optional<Date> day;  // nothing: a late entry of a total, known by month only
  Month month{};
  std::int64_t referrals = 1;  // more than one only without a day
  std::string line = {};       // the key of this reconciliation's line that it was entered for; empty: none
};
std::string_view name_of(Entry::Way way);

struct Line {
  enum class Kind { matched, missing_here, missing_there, in_doubt, total };
  Kind kind = Kind::matched;
  Side side = Side::sender;  // whose declaration
  // The same line keeps its key in every later comparison of the same declaration.
  std::string key;
  std::string reference;  // as declared; the ledger's where it is missing there
  std::string need;
  std::optional<Date> day;
  Month month{};
  std::string entry;       // of the ledger: matched, missing there
  std::int64_t known = 0;  // in the ledger
  std::int64_t declared = 0;
  std::vector<std::string> candidates;  // in doubt: ids of entries, in the ledger's order
  bool repeated = false;                // the side gave the same reference before

  std::int64_t size() const { return known > declared ? known - declared : declared - known; }
};
std::string_view name_of(Line::Kind kind);
std::optional<Line::Kind> parse_line_kind(std::string_view name);

// Who has to say what became of it. What is declared and not here only the sender can enter; what is here and not
// declared, or could be one of several, the side that declared.
Side explains(const Line& line);

// By a line's key: the entry that people say it is; an empty id: none of the candidates.
using Settled = std::map<std::string, std::string>;

std::vector<Line> compare(const std::vector<Entry>& ledger, Side side, const Declaration& declaration,
                          const Settled& settled);

struct Figures {
  std::int64_t known = 0;  // in the ledger
  std::int64_t declared = 0;
  std::int64_t matched = 0;
  std::int64_t missing_here = 0;
  std::int64_t missing_there = 0;
  std::int64_t in_doubt = 0;
};
// Of totals: what both have counts as matched, the rest as missing on one side.
Figures figures_of(const std::vector<Line>& lines);
std::int64_t count_known(const std::vector<Entry>& ledger);

}  // namespace nrm::reconciliation
