#include "nrm/access/alive.hpp"

#include "rows.hpp"

namespace nrm::access {

bool is_alive(storage::Reader& reader, const Session& session, UtcTime now) {
  const auto row = reader.query_one(
      "SELECT m.roles FROM session s JOIN member m ON m.id = s.member WHERE s.id = $session AND m.id = $member "
      "AND m.team = $team AND m.state = 'active' AND s.expires_at > $now",
      {{"session", session.id}, {"member", session.member}, {"team", session.team}, {"now", now}});
  return row && roles_from_row(row->text("roles")) == session.roles;
}

}  // namespace nrm::access
