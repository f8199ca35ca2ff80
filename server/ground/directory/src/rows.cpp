#include "rows.hpp"

namespace nrm::directory {

std::map<std::string, pathway::Labels> read_names(storage::Reader& reader, std::string_view sql,
                                                  const storage::Params& params) {
  std::map<std::string, pathway::Labels> out;
  for (const auto& row : reader.query(sql, params))
    out[row.text("owner")].emplace(row.text("language"), row.text("name"));
  return out;
}

}  // namespace nrm::directory
