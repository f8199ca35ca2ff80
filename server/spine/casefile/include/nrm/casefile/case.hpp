// A case and its sealed values. Every function runs inside an act and under a permit; leaf first, then plaintext.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/access/keyring.hpp"
#include "nrm/kernel/paging.hpp"

namespace nrm::casefile {

using access::Compartment;

// A field's place: which compartment, its limit, who sees it, how long it is kept. The list is fields.cpp, written out in
// docs/formats/fields.md; a test holds them to each other.
struct Field {
  std::string_view name;         // "identity.birth-date" … the part before the dot names the compartment
  Compartment compartment;
  std::string_view group;        // the field group a basis names: "identity", "contact", "needs", "situation", …
  std::size_t max_code_points;
  std::string_view kind;         // "text", "date", "code:<list>", "codes:<list>", "json:<shape>"
  std::string_view retention_class;
};
const std::vector<Field>& fields();
const Field* find_field(std::string_view name);

using Values = std::map<std::string, Personal<std::string>>;  // field name → value as text

struct NewCase {
  Values values;                        // checked by their fields' kinds
  std::optional<CaseId> found_with;     // a group found together
  bool basis_missing = false;           // imported: cannot be referred until a basis is recorded
};
struct OpenedCase {
  CaseId id;
  std::string reference;  // BY-7KQ2-M4XD
};
// Makes the case, its compartment keys (sealed to the team), its log key, the statistics row, the values and the card.
Result<OpenedCase> open_case(log::Act& act, const access::Permit& permit, const NewCase& input);

// Which team holds a case; nothing where there is none. For deciding the relation.
std::optional<TeamId> team_of(storage::Reader& reader, const CaseId& id);

// New versions of the named fields; older versions stay. Rebuilds the card.
Result<void> write_values(log::Act& act, const access::Permit& permit, const CaseId& id, const Values& values);
// The newest values of one compartment, or of some fields of it.
Result<Values> read_compartment(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind);
// All newest values of the named fields, across compartments: what a parcel is built from.
Result<Values> read_fields(log::Act& act, const access::Permit& permit, const CaseId& id,
                           const std::vector<std::string>& names);

}  // namespace nrm::casefile
