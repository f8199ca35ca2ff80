// Sealing one value to its place: the byte format of docs/formats/sealed_values.md, also used for the personal parts
// that other modules keep in a case's compartment.
#pragma once

#include "nrm/casefile/case.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::casefile {

struct ValuePlace {
  CaseId case_id;
  Compartment compartment;
  std::string field;
  std::uint32_t value_version = 1;
  std::uint32_t key_version = 1;
};
Bytes associated_data(const ValuePlace& place);
// Lengths are hidden up to the next 64 bytes, so that a code's length does not tell the code.
Bytes seal_value(const Key32& key, const ValuePlace& place, const std::optional<std::string_view>& value,
                 Random& random);
enum class Opening { value, cleared, broken };
Opening open_value(const Key32& key, const ValuePlace& place, ByteView sealed, std::string& out);

// A note of another module, sealed in a compartment of the case under a field name of that module's own. The row is as
// immutable as every value.
Result<void> keep_note(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                       const std::string& field, std::string_view text);
Result<Personal<std::string>> read_note(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                                        const std::string& field);
// As read_note, on a restricted case too: for what tells of the reading of the case and not of the person, as the
// reason of a break-glass that a colleague reviews.
Result<Personal<std::string>> read_watch_note(log::Act& act, const access::Permit& permit, const CaseId& id,
                                              Compartment kind, const std::string& field);

}  // namespace nrm::casefile
