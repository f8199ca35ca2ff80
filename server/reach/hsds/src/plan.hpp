// What an import would write: each organisation with its services, as the rows are to be.
#pragma once

#include "gather.hpp"
#include "places.hpp"
#include "rows.hpp"

namespace nrm::hsds {

struct PlannedService {
  std::string id;
  std::set<std::string> kinds;
  json::object document;
  bool is_new = false;
  bool changed = false;  // or new
};

struct PlannedOrganisation {
  std::string id;
  std::optional<OrganisationId> organisation;  // where an earlier run brought it
  json::object document;
  bool changed = false;  // or new
  std::vector<PlannedService> services;
  Signs confidential;  // places that nobody may learn from anything else
};

// Faults where a service belongs to nobody or a record is not told in full.
std::vector<PlannedOrganisation> plan(storage::Reader& reader, const pathway::Pack& pack, const Rules& rules,
                                      const Gathered& gathered, Findings& findings);

}  // namespace nrm::hsds
