// What a letter says, in one language: neutral words around the facts.
#pragma once

#include "code.hpp"
#include "nrm/pdf/document.hpp"
#include "store.hpp"

namespace nrm::letters {

struct Facts {
  std::string reference;
  std::string need;               // a service kind
  std::string partner;            // of the directory; empty where it was named by hand
  pathway::Labels partner_names;  // by language
  Lines lines;
  UtcTime sent_at;
  UtcTime until;
  std::string page_address;
};
// kCannotBePrinted where a page does not hold it or a letter of it has no font.
Result<Bytes> print(const Desk& desk, const Facts& facts, const std::vector<std::string>& languages,
                    const SecretText& code);

}  // namespace nrm::letters
