// From what was asked and answered to figures. Pure.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nrm/kernel/id.hpp"
#include "nrm/kernel/time.hpp"
#include "nrm/survival/kaplan_meier.hpp"

namespace nrm::supervision {

// One question to one body: a referral or a letter.
struct Fact {
  std::string chain;     // the same for a question and those that stood in for it
  bool is_first = true;  // of its chain
  bool by_letter = false;
  std::optional<OrganisationId> body;  // that is asked; nothing: of no body of the register
  std::string region;                  // of the team that is asked; may be empty
  std::string need;
  UtcTime sent_at;
  UtcTime due_at;  // of the answer, pauses counted: the first moment that is too late
  std::optional<UtcTime> seen_at;
  std::optional<UtcTime> answered_at;
  bool accepted = false;  // whatever came after
  bool declined = false;
  std::string reason;  // of the decline
  std::optional<UtcTime> first_contact_at;
  std::optional<UtcTime> completed_at;
  std::optional<UtcTime> ended_at;  // without an answer: the wait was cut off then
};

enum class Grouping { body, region, need };
std::string_view name_of(Grouping grouping);
std::optional<Grouping> parse_grouping(std::string_view name);

struct Group {
  std::string key;  // an organisation's id, a region's or a need's code; empty: not known
  std::int64_t asked = 0;
  std::int64_t in_time = 0;
  std::int64_t late = 0;
  std::int64_t waiting = 0;
  std::int64_t cut_off = 0;
  // Minutes from sent to answered.
  survival::Quantile median;
  survival::Quantile ninetieth;
};

inline constexpr std::array<std::string_view, 5> kStages{"sent", "seen", "accepted", "first-contact", "completed"};
struct Stage {
  std::int64_t referrals = 0;               // chains
  std::optional<std::int64_t> letters = 0;  // nothing where a letter cannot tell
};
struct Reason {
  std::string code;
  std::int64_t declined = 0;
};

struct Figures {
  Group total;
  std::vector<Group> groups;  // by key
  std::array<Stage, kStages.size()> funnel;
  std::vector<Reason> reasons;  // by code
  survival::Curve curve;        // of all; minutes
};

struct Window {
  UtcTime from;
  UtcTime until;  // not in it
  bool contains(UtcTime time) const { return from <= time && time < until; }
};
// Questions sent in the window, as they stand at `now`. `facts` holds later ones too: a chain that began in the window
// may go on after it. Times are rounded up to `unit_minutes`.
Figures figures_of(const std::vector<Fact>& facts, const Window& window, UtcTime now, Grouping grouping,
                   std::int64_t unit_minutes);

// What whoever belongs to no body of the table may see.
struct Visible {
  bool total = true;              // and the curve
  bool declined = true;           // their number
  std::set<std::string> groups;   // keys
  std::set<std::string> reasons;  // codes
  std::array<bool, kStages.size()> referrals{};
  std::array<bool, kStages.size()> letters{};
};
// `parts`: the quarters of a year, seen alike by the same people; empty for a quarter. What a year less its quarters
// would give away is hidden in the year.
Visible visible_of(const Figures& whole, const std::vector<Figures>& parts);

}  // namespace nrm::supervision
