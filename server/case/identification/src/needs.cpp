#include "needs.hpp"

#include <algorithm>

#include "nrm/consent/record.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::identification {
namespace {

// A figure, an inspection or her own copy of what is kept: none of them moves her case, on whatever track, whoever
// receives it.
constexpr std::string_view kNoGroundToMove[] = {"statistics", "oversight", "subject-request"};

constexpr std::string_view kIdentification = "identification";
constexpr std::string_view kToIdentify[] = {"identify", "protect", "child-protection"};

std::vector<LiveBasis> live_bases(log::Act& act, const CaseId& id) {
  std::vector<LiveBasis> out;
  for (const auto& basis : consent::bases_of_case(act.writer(), id, act.now())) {
    if (basis.state != "live") continue;
    const auto receiver = directory::find_team(act.writer(), basis.receiver);
    out.push_back({basis.purpose, receiver ? receiver->organisation_kind : std::string{}});
  }
  return out;
}

bool has_basis(const Found& found, const CaseNeeds& needs) {
  return std::ranges::any_of(needs.bases, [&](const LiveBasis& basis) { return carries(basis, found); });
}

bool has_age_class(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto values = casefile::read_fields(act, permit, id, {"casework.age-class"});
  const auto at = values ? values->find("casework.age-class") : casefile::Values::const_iterator{};
  return values && at != values->end() && !casefile::age_class_in(at->second.reveal()).empty();
}

void check_text(std::vector<FieldProblem>& faults, const std::string& pointer, const std::string& text,
                std::size_t max) {
  if (const auto fault = find_text_fault(text, max, false))
    faults.push_back({pointer, std::string{code_of(*fault)}, {{"max", std::to_string(max)}}});
}

void check_reason(std::vector<FieldProblem>& faults, const pathway::Transition& step, const NewMove& input) {
  const auto& reason = input.reason;
  const bool needed = input.exceptional || std::ranges::find(step.needs, kReasonNeed) != step.needs.end();
  if (reason.empty() && needed) faults.push_back({"/reason", "required", {}});
  if (!reason.empty() && count_code_points(reason) < kMinReason)
    faults.push_back({"/reason", "too-short", {{"min", std::to_string(kMinReason)}}});
  check_text(faults, "/reason", reason, kMaxReason);
}

void check_decision(std::vector<FieldProblem>& faults, const pathway::Transition& step,
                    const std::optional<Decision>& decision, Date today) {
  if (!decision) {
    if (std::ranges::find(step.needs, kDecisionNeed) != step.needs.end())
      faults.push_back({"/decision", "required", {}});
    return;
  }
  if (decision->on > today) faults.push_back({"/decision/on", "in-the-future", {}});
  check_text(faults, "/decision/number", decision->number, kMaxNumber);
}

void check_forms(std::vector<FieldProblem>& faults, const pathway::Transition& step,
                 const std::vector<FormAnswer>& forms) {
  for (const auto& need : step.needs) {
    if (!need.starts_with(kFormNeed)) continue;
    const auto form = need.substr(kFormNeed.size());
    if (std::ranges::find(forms, form, &FormAnswer::form) == forms.end()) faults.push_back({"/forms", "required", {}});
  }
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const auto at = "/forms/" + std::to_string(i);
    if (std::ranges::find(step.needs, std::string{kFormNeed} + forms[i].form) == step.needs.end())
      faults.push_back({at + "/form", "not-in-list", {}});
    if (forms[i].number.empty()) faults.push_back({at + "/number", "required", {}});
    check_text(faults, at + "/number", forms[i].number, kMaxNumber);
  }
}

}  // namespace

CaseNeeds needs_of(log::Act& act, const access::Permit& permit, const CaseId& id) {
  return {live_bases(act, id), has_age_class(act, permit, id)};
}

bool carries(const LiveBasis& basis, const Found& found) {
  if (std::ranges::find(kNoGroundToMove, basis.purpose) != std::end(kNoGroundToMove)) return false;
  if (found.track->id != kIdentification) return true;
  return std::ranges::find(kToIdentify, basis.purpose) != std::end(kToIdentify) ||
         takes_on(*found.track, found.step->to, basis.receiver_kind);
}

std::vector<std::string> lacking(const Found& found, const CaseNeeds& needs) {
  std::vector<std::string> out;
  for (const auto& need : found.step->needs)
    if ((need == kBasisNeed && !has_basis(found, needs)) || (need == kAgeNeed && !needs.has_age_class))
      out.push_back(need);
  return out;
}

std::vector<std::string> asked(const pathway::Transition& step) {
  std::vector<std::string> out;
  for (const auto& need : step.needs)
    if (need != kBasisNeed && need != kAgeNeed) out.push_back(need);
  return out;
}

std::vector<FieldProblem> find_faults(const pathway::Transition& step, const NewMove& input, Date today) {
  std::vector<FieldProblem> faults;
  check_reason(faults, step, input);
  check_decision(faults, step, input.decision, today);
  check_forms(faults, step, input.forms);
  return faults;
}

std::map<std::string, std::string> said_with(const NewMove& input) {
  std::map<std::string, std::string> out;
  if (!input.reason.empty()) out.emplace("reason", input.reason);
  if (input.decision) out.emplace("decided-on", to_iso(input.decision->on));
  if (input.decision && !input.decision->number.empty()) out.emplace("decision-number", input.decision->number);
  if (input.exceptional) out.emplace("exceptional", "yes");
  for (const auto& form : input.forms) {
    out.emplace(std::string{kFormNeed} + form.form, name_of(form.kept));
    out.emplace("form-number:" + form.form, form.number);
  }
  return out;
}

}  // namespace nrm::identification
