#include "nrm/casefile/versions.hpp"

namespace nrm::casefile {

std::map<std::string, std::int64_t> newest_versions(storage::Reader& reader, const CaseId& id) {
  std::map<std::string, std::int64_t> out;
  for (const auto& row :
       reader.query("SELECT field, MAX(value_version) AS newest FROM sealed_value WHERE case_id = $id GROUP BY field",
                    {{"id", id}}))
    if (find_field(row.text("field")) != nullptr) out.emplace(row.text("field"), row.integer("newest"));
  return out;
}

}  // namespace nrm::casefile
