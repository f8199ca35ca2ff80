#include "nrm/access/members.hpp"

namespace nrm::access {

std::optional<std::string> find_member_name(storage::Reader& reader, const MemberId& id) {
  const auto row = reader.query_one("SELECT name FROM member WHERE id = $id", {{"id", id}});
  return row ? std::optional{row->text("name")} : std::nullopt;
}

}  // namespace nrm::access
