#include <algorithm>

#include "nrm/access/decide.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::consent {
namespace {

using Faults = std::vector<FieldProblem>;
void add(Faults& faults, std::string pointer, std::string code, std::map<std::string, std::string> params = {}) {
  faults.push_back({std::move(pointer), std::move(code), std::move(params)});
}

void check_text(Faults& faults, const std::string& text, std::size_t max, bool required, const std::string& pointer) {
  if (const auto bad = find_text_fault(text, max, required))
    add(faults, pointer, std::string{code_of(*bad)}, {{"max", std::to_string(max)}});
}

// Conditions of anything that is recorded, a refusal too.
void check_readable(Faults& faults, const Conversation& said, const Facts& facts) {
  if (!access::is_purpose(said.purpose)) add(faults, "/purpose", "not-in-list");
  if (!facts.receiver_known) add(faults, "/receiver_team_id", "unknown");
  if (facts.receiver_is_own_team) add(faults, "/receiver_team_id", "own-team");
  const auto& groups = casefile::field_groups();
  for (const auto& group : said.field_groups)
    if (std::ranges::find(groups, group) == groups.end()) add(faults, "/field_groups", "not-in-list");
  for (const auto& point : said.points)
    if (std::ranges::find(pathway::kConsentPoints, point) == std::ranges::end(pathway::kConsentPoints))
      add(faults, "/points", "not-in-list");
  if (!facts.text_known) add(faults, "/language", "not-in-list");
  check_text(faults, said.interpreter_name, kMaxPersonName, false, "/interpreter/name");
}

void check_explanation(Faults& faults, const Conversation& said, const Facts& facts) {
  for (const auto point : pathway::kConsentPoints)
    if (std::ranges::find(said.points, point) == said.points.end())
      add(faults, "/points", "point-not-told", {{"point", std::string{point}}});
  if (facts.text_known && !facts.text_checked && !said.interpreter_used)
    add(faults, "/interpreter/used", "interpreter-needed");
  if (said.field_groups.empty()) add(faults, "/field_groups", "required");
}

void check_until(Faults& faults, const Conversation& said, const Facts& facts) {
  if (!said.until) return add(faults, "/until", "required");
  const auto days = std::chrono::sys_days{*said.until} - std::chrono::sys_days{facts.today};
  if (days.count() < 0 || days.count() > kLongestDays)
    add(faults, "/until", "out-of-range",
        {{"min", to_iso(facts.today)},
         {"max", to_iso(Date{std::chrono::sys_days{facts.today} + std::chrono::days{kLongestDays}})}});
}

void check_child(Faults& faults, const Conversation& said, const Facts& facts) {
  if (!said.child) return add(faults, "/child", "required");
  check_text(faults, said.child->best_interests_note, kMaxNote, true, "/child/best_interests_note");
  check_text(faults, said.child->own_view, kMaxNote, true, "/child/own_view");
  const bool alone = said.spoken_to == SpokenTo::person;
  if (alone && !facts.own_consent) add(faults, "/spoken_to", "guardian-needed");
  if (said.child->representative_suspected && said.spoken_to == SpokenTo::guardian)
    add(faults, "/spoken_to", "representative-suspected");
  check_text(faults, said.child->guardian_name, kMaxPersonName, !(alone && facts.own_consent), "/child/guardian_name");
}

void check_adult(Faults& faults, const Conversation& said) {
  if (said.child) add(faults, "/child", "contradicts");
  if (said.spoken_to == SpokenTo::guardian) add(faults, "/spoken_to", "contradicts");
}

}  // namespace

std::string_view name_of(Decision decision) {
  return decision == Decision::consent ? "consent" : "refusal";
}

std::string_view name_of(SpokenTo spoken_to) {
  switch (spoken_to) {
    case SpokenTo::person:
      return "person";
    case SpokenTo::guardian:
      return "guardian";
    case SpokenTo::representative:
      return "representative";
  }
  fail_bug("a conversation with nobody");
}

std::vector<FieldProblem> find_faults(const Conversation& said, const Facts& facts) {
  Faults faults;
  check_readable(faults, said, facts);
  if (said.decision == Decision::refusal) return faults;
  check_explanation(faults, said, facts);
  check_until(faults, said, facts);
  if (facts.age_class == "adult")
    check_adult(faults, said);
  else
    check_child(faults, said, facts);
  return faults;
}

}  // namespace nrm::consent
