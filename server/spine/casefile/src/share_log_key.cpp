#include "share_log_key.hpp"

#include "nrm/casefile/case.hpp"
#include "nrm/directory/directory.hpp"
#include "seals.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kUnshared =
    "FROM case_file c WHERE c.team = $team AND NOT EXISTS (SELECT 1 FROM key_seal s WHERE s.subject = c.id AND "
    "s.subject_kind = 'case-log' AND s.compartment = 'casework' AND s.holder = $organisation)";

bool holds_casework(const access::Permit& permit) {
  return access::compartments_of(permit.session().roles).contains(access::Compartment::casework);
}

}  // namespace

bool share_log_key(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto& session = permit.session();
  const auto office = log::organisation_log_key(act.writer(), session.organisation);
  if (!office || !holds_casework(permit)) return false;
  // A joint team's auditors are given it under the basis, when the team joins.
  if (team_of(act.writer(), id) != session.team) return false;
  const auto known = act.query_one(
      "SELECT 1 AS known FROM key_seal WHERE subject = $id AND subject_kind = 'case-log' AND compartment = 'casework' "
      "AND holder = $organisation",
      {{"id", id}, {"organisation", session.organisation}});
  if (known) return false;
  const auto seed = open_seal(act, permit, {"case-log", id.text(), access::Compartment::casework, 1});
  if (seed) give_log_seal(act, permit, id, *seed, session.organisation, *office);
  return seed.has_value();
}

std::size_t share_log_keys(log::Act& act, const access::Permit& permit, std::size_t limit) {
  const auto& session = permit.session();
  if (!holds_casework(permit) || !log::organisation_log_key(act.writer(), session.organisation)) return 0;
  const auto rows = act.query(
      "SELECT c.id " + std::string{kUnshared} + " ORDER BY c.id LIMIT $limit",
      {{"team", session.team}, {"organisation", session.organisation}, {"limit", static_cast<std::int64_t>(limit)}});
  std::size_t done = 0;
  for (const auto& row : rows)
    if (share_log_key(act, permit, row.id<CaseId>("id"))) ++done;
  return done;
}

std::int64_t log_keys_to_share(storage::Reader& reader, const TeamId& team) {
  const auto found = directory::find_team(reader, team);
  if (!found || !log::organisation_log_key(reader, found->organisation)) return 0;
  return reader
      .query("SELECT COUNT(*) AS waiting " + std::string{kUnshared},
             {{"team", team}, {"organisation", found->organisation}})
      .at(0)
      .integer("waiting");
}

}  // namespace nrm::casefile
