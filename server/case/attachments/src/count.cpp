#include "nrm/attachments/count.hpp"

namespace nrm::attachments {

std::map<access::Compartment, std::int64_t> files_of_case(storage::Reader& reader, const CaseId& id) {
  std::map<access::Compartment, std::int64_t> out;
  for (const auto& row : reader.query(
           "SELECT compartment, COUNT(*) AS files FROM attachment WHERE case_id = $id AND state = 'kept' GROUP BY "
           "compartment",
           {{"id", id}}))
    if (const auto kind = access::parse_compartment(row.text("compartment"))) out.emplace(*kind, row.integer("files"));
  return out;
}

}  // namespace nrm::attachments
