// What is sealed about a basis, in the case's casework compartment under "casework.basis:<id>": one flat JSON object of
// texts. docs/formats/bases.md lists the members.
#pragma once

#include <map>

#include "nrm/consent/grounds.hpp"
#include "nrm/consent/withdrawal.hpp"

namespace nrm::consent {

using Detail = std::map<std::string, std::string>;
std::string detail_of(const Conversation& said, const pathway::Pack& pack, UtcTime now);
std::string detail_of(const OtherGround& said);
Result<void> keep_detail(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis,
                         std::string_view text);
Result<Detail> read_detail(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis);
std::string member(const Detail& detail, const std::string& name);
// Who spoke, where it was not she herself.
bool is_spoken_for(const Detail& detail);

// Those who may never speak for her again.
struct Suspected {
  Detail names;                           // as each was named → the place in which each spoke
  std::map<std::string, UtcTime> places;  // until when nothing counts that was agreed to in that place
  bool empty() const { return names.empty() && places.empty(); }
  // In any script and spelling that a search finds.
  std::set<std::string> folded_names() const;
  void add(const Suspected& more);
  bool operator==(const Suspected&) const = default;
};
Result<Suspected> read_suspected(log::Act& act, const access::Permit& permit, const CaseId& id);
Result<void> keep_suspected(log::Act& act, const access::Permit& permit, const CaseId& id, const Suspected& suspected);
// All that is sealed about it.
void forget_details(log::Act& act, const CaseId& id, const BasisId& basis);
Result<void> keep_own_word(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis,
                           const OwnWord& word);

}  // namespace nrm::consent
