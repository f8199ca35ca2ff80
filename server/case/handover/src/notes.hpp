// What the two teams write to each other about an offer: sealed under a key of the offer's own, by
// docs/formats/seals.md a key of casework. Never a word to or about anybody in the clear.
#pragma once

#include "store.hpp"

namespace nrm::handover {

enum class NoteKind { note, answer };

// Makes the offer's key, for the giver and, under the basis, for the receiver.
Result<void> make_note_key(log::Act& act, const access::Permit& permit, const HandoverId& id, const TeamId& to,
                           const BasisId& basis);
// Nothing where the text is empty.
Result<std::optional<Bytes>> seal_note(log::Act& act, const access::Permit& permit, const HandoverId& id, NoteKind kind,
                                       std::string_view text);
// Nothing where the member's role or team does not open it, or there is none.
std::optional<Personal<std::string>> open_note(log::Act& act, const access::Permit& permit, const HandoverId& id,
                                               NoteKind kind, const std::optional<Bytes>& sealed);
void forget_note_key(log::Act& act, const HandoverId& id, const TeamId& team);

}  // namespace nrm::handover
