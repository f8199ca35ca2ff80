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

// Whether she agreed to anything that helps her, or another ground stands; and whether adult or child is decided.
struct CaseNeeds {
  bool has_basis = false;
  bool has_age_class = false;
};
CaseNeeds needs_of(log::Act& act, const access::Permit& permit, const CaseId& id);
// Of the step's needs those that the case does not meet: "basis", "age-class".
std::vector<std::string> lacking(const pathway::Transition& step, const CaseNeeds& needs);
// Those that are given with the step.
std::vector<std::string> asked(const pathway::Transition& step);
// Faults of what was given, in the request's own terms.
std::vector<FieldProblem> find_faults(const pathway::Transition& step, const NewMove& input, Date today);

// What is sealed with the move; empty where there is nothing.
std::map<std::string, std::string> said_with(const NewMove& input);

}  // namespace nrm::identification
