// What of a contact is sealed, as text.
#pragma once

#include "nrm/contacts/contact.hpp"

namespace nrm::contacts {

std::string sealed_part_of(const Contact& contact);
// Part of the day, language, region, minutes and note into `contact`; anything else is left as it is.
void add_sealed_part(std::string_view json, Contact& contact);

}  // namespace nrm::contacts
