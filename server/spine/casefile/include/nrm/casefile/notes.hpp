// What other modules keep sealed with a case beside single notes (sealing.hpp): keys, and many notes at once. All of it
// stands among the case's sealed values, so new case keys and erasure reach it like every other value.
#pragma once

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// The cells of a compartment as an import found them, beside the values that were read from them. They say what the
// values say, so erasing a class takes the whole note of each compartment that the class has fields in.
inline constexpr std::string_view kAsWrittenNote{"import.as-written"};

// A key of another module, sealed as a note is; no copy of it stays behind. kNotFound and kRestricted as for notes, and
// kNotFound where it does not fit its place.
Result<void> keep_key(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                      const std::string& field, const Key32& key);
Result<Key32> read_key(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                       const std::string& field);
// The newest note of each named field, the case's keys opened once. Names that hold none, or one that does not fit its
// place, are left out: a list shows the rest.
Result<Values> read_notes(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                          const std::vector<std::string>& fields);
// Every version of a note or key. Needs no key, so a clock may do it; the caller has decided that it may be done.
void forget_note(log::Act& act, const CaseId& id, Compartment kind, const std::string& field);

}  // namespace nrm::casefile
