#include "nrm/pathway/pack.hpp"

#include <algorithm>

namespace nrm::pathway {
namespace {

template <class T, class Field>
const T* find_in(const std::vector<T>& all, Field field, std::string_view wanted) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.*field == wanted; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Code* CodeList::find(std::string_view code) const {
  return find_in(codes, &Code::code, code);
}

const CodeList* Pack::find_list(std::string_view name) const {
  return find_in(code_lists, &CodeList::name, name);
}

bool Pack::has_code(std::string_view list, std::string_view code) const {
  const auto* found = find_list(list);
  return found != nullptr && found->find(code) != nullptr;
}

std::vector<std::string> Pack::codes_of(std::string_view list) const {
  std::vector<std::string> codes;
  if (const auto* found = find_list(list))
    for (const auto& code : found->codes) codes.push_back(code.code);
  return codes;
}

const PackOrganisation* Pack::find_organisation(std::string_view organisation_id) const {
  return find_in(organisations, &PackOrganisation::id, organisation_id);
}

const ConsentText* Pack::find_consent_text(std::string_view language) const {
  return find_in(consent_texts, &ConsentText::language, language);
}

std::optional<std::string> team_kinds_fault(const std::set<std::string>& kinds) {
  if (kinds.empty()) return "no-team-kind";
  for (const auto& kind : kinds)
    if (std::find(std::begin(kTeamKinds), std::end(kTeamKinds), kind) == std::end(kTeamKinds))
      return "unknown-team-kind";
  if (kinds.contains("protection") && kinds.contains("immigration-control")) return "protection-and-control";
  return std::nullopt;
}

}  // namespace nrm::pathway
