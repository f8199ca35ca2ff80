// What is kept of imported HSDS documents, and what an administrator has to know of it.
#pragma once

#include <string>
#include <vector>

#include "nrm/kernel/problem.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::hsds {

storage::Schema schema();

namespace problems {
inline constexpr ProblemType kNothingToImport{"hsds.nothing-to-import", 422};  // no file holds a document
inline constexpr ProblemType kTooManyFiles{"hsds.too-many-files", 422};
}  // namespace problems
std::vector<ProblemType> hsds_problems();

// A confirmed organisation's documents become what is published, and its teams are called and offer what they say. On
// the confirmation of an organisation and on the merger of teams. The pack outlives the journal.
void register_reactions(log::Journal& journal, const pathway::Pack& pack);

struct Waiting {
  OrganisationId organisation;
  std::string name;
  bool confirmed = false;            // it was once; what came since waits for another confirmation
  std::size_t changed_services = 0;  // new ones too
};
struct Unmapped {
  std::string service;
  std::string name;
  OrganisationId organisation;
  std::string organisation_name;
  std::vector<std::string> terms;  // "taxonomy: term"
};
// For the administrator, in the order of names.
std::vector<Waiting> list_waiting(storage::Reader& reader);
std::vector<Unmapped> list_unmapped(storage::Reader& reader);

}  // namespace nrm::hsds
