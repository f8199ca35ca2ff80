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

void check_when(Faults& faults, const Conversation& said, const Facts& facts) {
  if (said.minutes && (*said.minutes < 1 || *said.minutes > kMaxMinutes))
    add(faults, "/minutes", "out-of-range", {{"min", "1"}, {"max", std::to_string(kMaxMinutes)}});
  if (!said.explained_at) return;
  const auto earliest = facts.now - std::chrono::hours{24 * kMaxDaysBehind};
  if (*said.explained_at > facts.now || *said.explained_at < earliest)
    add(faults, "/explained_at", "out-of-range", {{"min", to_rfc3339(earliest)}, {"max", to_rfc3339(facts.now)}});
}

// Neither a yes nor a no: a suspect who refuses for a child would end what protects it.
void check_suspect(Faults& faults, const Conversation& said, const Facts& facts) {
  if (said.child && said.spoken_to != SpokenTo::person &&
      facts.suspected.contains(fold_for_search(said.child->guardian_name)))
    add(faults, "/child/guardian_name", "representative-suspected");
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
  check_text(faults, said.interpreter_language, kMaxLanguage, false, "/interpreter/language");
  check_when(faults, said, facts);
  check_suspect(faults, said, facts);
}

void check_explanation(Faults& faults, const Conversation& said, const Facts& facts) {
  for (const auto point : pathway::kConsentPoints)
    if (std::ranges::find(said.points, point) == said.points.end())
      add(faults, "/points", "point-not-told", {{"point", std::string{point}}});
  if (facts.text_known && !facts.text_checked && !said.interpreter_used)
    add(faults, "/interpreter/used", "interpreter-needed");
  if (said.field_groups.empty()) add(faults, "/field_groups", "required");
}

// What others agree to for her ends with the month in which she is of age, whoever is signed in then: the day itself
// would be her birthday, in the clear.
void check_until(Faults& faults, const Conversation& said, const Facts& facts) {
  if (!said.until) return add(faults, "/until", "required");
  Date last{std::chrono::sys_days{facts.today} + std::chrono::days{kLongestDays}};
  if (said.spoken_to != SpokenTo::person && facts.spoken_for_until && *facts.spoken_for_until < last)
    last = *facts.spoken_for_until;
  if (*said.until < facts.today || *said.until > last)
    add(faults, "/until", "out-of-range", {{"min", to_iso(facts.today)}, {"max", to_iso(last)}});
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

// By her birth date she may have come of age while her class still says child: nobody speaks for her any more.
void check_adult(Faults& faults, const Conversation& said, const Facts& facts) {
  if (said.child) add(faults, "/child", "contradicts");
  if (facts.age_class != "adult" && said.spoken_to != SpokenTo::person)
    add(faults, "/spoken_to", "ask-herself");
  else if (said.spoken_to == SpokenTo::guardian)
    add(faults, "/spoken_to", "contradicts");
}

}  // namespace

std::string_view name_of(Decision decision) {
  switch (decision) {
    case Decision::consent:
      return "consent";
    case Decision::refusal:
      return "refusal";
    case Decision::other_ground:
      return "other-ground";
  }
  fail_bug("a decision without a name");
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

std::optional<SpokenTo> parse_spoken_to(std::string_view name) {
  for (const auto who : {SpokenTo::person, SpokenTo::guardian, SpokenTo::representative})
    if (name == name_of(who)) return who;
  return std::nullopt;
}

std::vector<FieldProblem> find_faults(const Conversation& said, const Facts& facts) {
  Faults faults;
  check_readable(faults, said, facts);
  if (said.decision == Decision::refusal) return faults;
  check_explanation(faults, said, facts);
  check_until(faults, said, facts);
  if (facts.age_class == "adult" || facts.of_age)
    check_adult(faults, said, facts);
  else
    check_child(faults, said, facts);
  return faults;
}

}  // namespace nrm::consent
