#include "detail.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::consent {
namespace {

using casefile::Compartment;

constexpr const char* kSuspected = "casework.suspected-representatives";
constexpr const char* kSuspectedPlaces = "casework.suspected-places";

std::string field_of(const BasisId& basis) {
  return "casework.basis:" + basis.text();
}

std::string own_word_field_of(const BasisId& basis) {
  return "casework.basis-resumed:" + basis.text();
}

std::string yes_or_no(bool yes) {
  return yes ? "yes" : "no";
}

Result<Detail> read_or_nothing(log::Act& act, const access::Permit& permit, const CaseId& id, const char* field) {
  const auto text = casefile::read_note(act, permit, id, Compartment::casework, field);
  if (text) return casefile::from_json_text(text->reveal());
  if (text.error().type == nrm::problems::kNotFound && casefile::team_of(act.writer(), id)) return Detail{};
  return tl::unexpected(text.error());
}

}  // namespace

std::string detail_of(const Conversation& said, const pathway::Pack& pack, UtcTime now) {
  const auto* text = pack.find_consent_text(said.language);
  Detail out{{"language", said.language},
             {"text_version", text != nullptr ? text->version : ""},
             {"interpreter_used", yes_or_no(said.interpreter_used)},
             {"interpreter_name", said.interpreter_name},
             {"interpreter_language", said.interpreter_language},
             {"points", fmt::format("{}", fmt::join(said.points, ","))},
             {"spoken_to", std::string{name_of(said.spoken_to)}},
             {"explained_at", to_rfc3339(said.explained_at.value_or(now))}};
  if (said.minutes) out.emplace("minutes", std::to_string(*said.minutes));
  if (said.child) {
    out.emplace("best_interests_note", said.child->best_interests_note);
    out.emplace("own_view", said.child->own_view);
    out.emplace("guardian_name", said.child->guardian_name);
    out.emplace("representative_suspected", yes_or_no(said.child->representative_suspected));
  }
  return casefile::to_json_text(out);
}

std::string detail_of(const OtherGround& said) {
  return casefile::to_json_text({{"danger", said.danger}});
}

Result<void> keep_detail(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis,
                         std::string_view text) {
  return casefile::keep_note(act, permit, id, Compartment::casework, field_of(basis), text);
}

Result<Detail> read_detail(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis) {
  const auto text = casefile::read_note(act, permit, id, Compartment::casework, field_of(basis));
  if (!text) return tl::unexpected(text.error());
  return casefile::from_json_text(text->reveal());
}

std::string member(const Detail& detail, const std::string& name) {
  const auto at = detail.find(name);
  return at == detail.end() ? std::string{} : at->second;
}

bool is_spoken_for(const Detail& detail) {
  const auto at = detail.find("spoken_to");
  return at != detail.end() && at->second != name_of(SpokenTo::person);
}

std::set<std::string> Suspected::folded_names() const {
  std::set<std::string> out;
  for (const auto& [name, place] : names) out.insert(fold_for_search(name));
  out.erase("");
  return out;
}

void Suspected::add(const Suspected& more) {
  names.insert(more.names.begin(), more.names.end());
  for (const auto& [place, until] : more.places) {
    auto& known = places.try_emplace(place, until).first->second;
    known = std::max(known, until);
  }
}

Result<Suspected> read_suspected(log::Act& act, const access::Permit& permit, const CaseId& id) {
  auto names = read_or_nothing(act, permit, id, kSuspected);
  if (!names) return tl::unexpected(names.error());
  const auto places = read_or_nothing(act, permit, id, kSuspectedPlaces);
  if (!places) return tl::unexpected(places.error());
  Suspected out{std::move(*names), {}};
  for (const auto& [place, until] : *places)
    if (const auto time = parse_rfc3339(until)) out.places.emplace(place, *time);
  return out;
}

Result<void> keep_suspected(log::Act& act, const access::Permit& permit, const CaseId& id, const Suspected& suspected) {
  Detail places;
  for (const auto& [place, until] : suspected.places) places.emplace(place, to_rfc3339(until));
  const auto kept =
      casefile::keep_note(act, permit, id, Compartment::casework, kSuspected, casefile::to_json_text(suspected.names));
  if (!kept) return kept;
  return casefile::keep_note(act, permit, id, Compartment::casework, kSuspectedPlaces, casefile::to_json_text(places));
}

Result<void> keep_own_word(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis,
                           const OwnWord& word) {
  return casefile::keep_note(act, permit, id, Compartment::casework, own_word_field_of(basis),
                             casefile::to_json_text({{"spoken_to", std::string{name_of(word.spoken_to)}},
                                                     {"words", word.words},
                                                     {"guardian_name", word.guardian_name}}));
}

void forget_details(log::Act& act, const CaseId& id, const BasisId& basis) {
  for (const auto& field : {field_of(basis), own_word_field_of(basis)})
    casefile::forget_note(act, id, Compartment::casework, field);
}

}  // namespace nrm::consent
