#include "rows.hpp"

namespace nrm::directory {

std::vector<Number> list_numbers(storage::Reader& reader) {
  auto names = read_names(reader, "SELECT number_id AS owner, language, name FROM number_name");
  std::vector<Number> out;
  for (const auto& row : reader.query("SELECT * FROM number ORDER BY number, id"))
    out.push_back({row.id<NumberId>("id"), row.text("number"), names[row.text("id")], row.text("hours"),
                   row.text("topic"), row.text("source"), row.text("verified"), row.maybe_time("confirmed_at")});
  return out;
}

}  // namespace nrm::directory
