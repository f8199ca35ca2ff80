// Which of the pack's kinds of service the terms of a document name.
#pragma once

#include "document.hpp"

namespace nrm::hsds {

// Empty where no term is known: what the service is, nobody has said yet.
std::set<std::string> kinds_of(const json::object& service, const pathway::Pack& pack, const Rules& rules);
// "taxonomy: term" of each, for a person who writes the rule.
std::vector<std::string> terms_of(const json::object& service);

}  // namespace nrm::hsds
