// What a step needs: of the case beforehand, and of whoever takes it.
#pragma once

#include "nrm/access/decide.hpp"
#include "times.hpp"

namespace nrm::identification {

inline constexpr std::string_view kBasisNeed = "basis";
inline constexpr std::string_view kAgeNeed = "age-class";
inline constexpr std::string_view kReasonNeed = "reason";
inline constexpr std::string_view kDecisionNeed = "decision";
inline constexpr std::string_view kFormNeed = "form:";

// A ground that stands now: what it is for, and what kind of body learns of her by it.
struct LiveBasis {
  std::string purpose;
  std::string receiver_kind;
};
// To what she agreed, or which other ground stands; and whether adult or child is decided.
struct CaseNeeds {
  std::vector<LiveBasis> bases;
  bool has_age_class = false;
};
CaseNeeds needs_of(log::Act& act, const access::Permit& permit, const CaseId& id);
// Whether the step stands on it. None does on a ground for figures, oversight or her own copy. Identification asks for
// a ground to identify or protect her, or one by which a body learns of her that takes the case on from there: a bed in
// a shelter is no ground to tell the authorities.
bool carries(const LiveBasis& basis, const Found& found);
// Of the step's needs those that the case does not meet: "basis", "age-class".
std::vector<std::string> lacking(const Found& found, const CaseNeeds& needs);
// Those that are given with the step.
std::vector<std::string> asked(const pathway::Transition& step);
// Faults of what was given, in the request's own terms.
std::vector<FieldProblem> find_faults(const pathway::Transition& step, const NewMove& input, Date today);

// What is sealed with the move; empty where there is nothing.
std::map<std::string, std::string> said_with(const NewMove& input);

}  // namespace nrm::identification
