// How long what is kept, and what follows: data of a pack. Nothing is destroyed by a rule alone; it makes it due.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nrm/pathway/clock.hpp"

namespace nrm::pathway {

// What kinds of data have a length of their own. Each needs a rule for a closed case, but those that stand outside one.
inline constexpr std::string_view kRetentionClasses[] = {
    "identity",  "contact",     "case",         "health",     "child",          "justice",
    "residence", "perpetrator", "third-person", "attachment", "consent-record", "contact-without-case"};
inline constexpr std::string_view kWholeCase = "case";  // when its time is over, the whole case goes

enum class RetentionThen {
  erase,
  pseudonymise  // of the class "case" only: codes, months and numbers stay, what was written goes
};
std::string_view name_of(RetentionThen then);  // "erase", "pseudonymise"

struct RetentionRule {
  std::string retention_class;
  std::string starts_at;  // "case.closed", "case.opened-in-error", "contact.recorded", "basis.ended", …
  std::string state;      // "TRACK/STATE" that the case was closed in; empty: any that has no rule of its own
  Period kept_for;
  RetentionThen then = RetentionThen::erase;
  Origin origin;
};

struct Retention {
  Period act_within;  // from the due time: later it is overdue, and the data protection officer is told
  std::vector<RetentionRule> rules;
  // The rules of a moment in a state: those that name the state, else those of the same class that name none.
  std::vector<const RetentionRule*> rules_at(std::string_view moment, std::string_view state) const;
};

}  // namespace nrm::pathway
