// The bytes of a parcel's part and of a line's message: docs/formats/parcel.md.
#pragma once

#include "nrm/casefile/case.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::referral {

casefile::SealPlace part_place(const ReferralId& id, access::Compartment kind);
casefile::SealPlace line_place(const ReferralId& id);

// u32 count, then for each field in byte order of its name: u32 length, name, u32 length, value. Lengths are
// big-endian; values are kept byte for byte.
Bytes encode_values(const casefile::Values& values);
// Nothing where the bytes are not exactly one encoding.
std::optional<casefile::Values> decode_values(ByteView bytes);

Bytes seal_part(const Key32& key, const ReferralId& id, access::Compartment kind, const casefile::Values& values,
                Random& random);
std::optional<casefile::Values> open_part(const Key32& key, const ReferralId& id, access::Compartment kind,
                                          ByteView sealed);

// A correction's part: the values as above, then u32 count and names of the fields that hold nothing any more. Each
// correction has keys of its own; the place names its number.
struct CorrectedValues {
  casefile::Values values;
  std::vector<std::string> removed;
};
casefile::SealPlace correction_place(const ReferralId& id, access::Compartment kind, std::int64_t number);
Bytes encode_correction(const CorrectedValues& corrected);
std::optional<CorrectedValues> decode_correction(ByteView bytes);
Bytes seal_correction(const Key32& key, const ReferralId& id, access::Compartment kind, std::int64_t number,
                      const CorrectedValues& corrected, Random& random);
std::optional<CorrectedValues> open_correction(const Key32& key, const ReferralId& id, access::Compartment kind,
                                               std::int64_t number, ByteView sealed);

Bytes seal_message(const Key32& key, const ReferralId& id, std::string_view message_id, std::string_view text,
                   Random& random);
std::optional<std::string> open_message(const Key32& key, const ReferralId& id, std::string_view message_id,
                                        ByteView sealed);

}  // namespace nrm::referral
