// What a person's word changes at once without a key: seals that sleep while she pauses, and whom never to contact.
#pragma once

#include <string>
#include <string_view>

#include "nrm/casefile/seal.hpp"

namespace nrm::casefile {

// Every waking seal given under the basis is refused from this act on, until it is woken. Seals that slept before, for
// a stand-in, are left as they are, and waking does not wake them.
void put_seals_to_sleep(log::Act& act, const BasisId& basis);
void wake_seals_of_basis(log::Act& act, const BasisId& basis);

// The rule for reaching her safely (json:safe-contact, or empty) with one more person who must never be contacted. Says
// the same where it names that person already. Where the list is full, the name joins the last entry.
std::string with_never_contact(std::string_view safe_contact_json, const std::string& who);

}  // namespace nrm::casefile
