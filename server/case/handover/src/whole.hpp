// What a whole case is: its parts, the keys that belong to it, the field groups that hold something.
#pragma once

#include "nrm/casefile/handover_keys.hpp"
#include "nrm/consent/basis.hpp"
#include "store.hpp"

namespace nrm::handover {

// The case and those that it stands for: one person's.
std::vector<CaseId> parts_of(storage::Reader& reader, const CaseId& id);
// What has keys of the case that the team holds: every part, its log, and what the team sent for it.
std::vector<casefile::KeySubject> subjects_of(storage::Reader& reader, const std::vector<CaseId>& parts,
                                              const TeamId& team);
// Of all parts that ever belonged to the offer: what is taken back must not miss a part that was taken off meanwhile.
std::vector<casefile::KeySubject> given_subjects(storage::Reader& reader, const Row& row);
std::vector<CaseId> noted_parts(storage::Reader& reader, const HandoverId& id);
void note_parts(log::Act& act, const HandoverId& id, const std::vector<CaseId>& parts);
// Every key that the giver holds now has been given ahead, and of every part.
bool is_complete(storage::Reader& reader, const Row& row);

// The field groups that a basis has to cover: those that hold a value and, where a compartment has a file, all of it.
std::set<std::string> groups_of(storage::Reader& reader, const std::vector<CaseId>& parts);

// The live basis for the team under which the whole case may go, or what the widest one lacks.
struct Coverage {
  std::optional<consent::Basis> basis;  // covers everything
  std::set<std::string> uncovered;
  bool none = false;  // there is no basis at all
};
Result<Coverage> coverage_of(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& to);

}  // namespace nrm::handover
