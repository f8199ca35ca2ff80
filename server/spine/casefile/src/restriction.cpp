#include "nrm/casefile/restriction.hpp"

#include <algorithm>

#include "nrm/access/break_glass.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {
namespace {

// The keeper, or a case manager of the team, who answers for its cases.
Result<CaseFacts> answerable(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto facts = own_case(act, permit, id);
  const auto& session = permit.session();
  if (!facts || (facts->keeper != session.member && !session.roles.contains(access::Role::case_manager)))
    return fail(nrm::problems::kNotFound);
  return *facts;
}

void forget_named(log::Act& act, const CaseId& id) {
  act.run("DELETE FROM case_named_member WHERE case_id = $id", {{"id", id}});
}

}  // namespace

std::optional<Restriction> find_restriction(storage::Reader& reader, const CaseId& id) {
  const auto row =
      reader.query_one("SELECT restricted_by, restricted_at FROM case_restriction WHERE case_id = $id", {{"id", id}});
  if (!row) return std::nullopt;
  Restriction out{row->id<MemberId>("restricted_by"), row->time("restricted_at"), {}};
  for (const auto& named : reader.query("SELECT member FROM case_named_member WHERE case_id = $id", {{"id", id}}))
    out.named.insert(named.id<MemberId>("member"));
  return out;
}

Result<void> restrict_case(log::Act& act, const access::Permit& permit, const CaseId& id,
                           const std::set<MemberId>& named) {
  const auto facts = answerable(act, permit, id);
  if (!facts) return tl::unexpected(facts.error());
  const auto colleagues = access::other_key_holders(act.writer(), facts->team, facts->keeper);
  for (const auto& member : named)
    if (std::ranges::find(colleagues, member) == colleagues.end())
      return fail(nrm::problems::kInvalid, {{"/member_ids", "unknown", {}}});
  act.run(
      "INSERT INTO case_restriction (case_id, restricted_by, restricted_at) VALUES ($id, $by, $now) "
      "ON CONFLICT (case_id) DO UPDATE SET restricted_by = excluded.restricted_by, "
      "restricted_at = excluded.restricted_at",
      {{"id", id}, {"by", permit.session().member}, {"now", act.now()}});
  forget_named(act, id);
  for (const auto& member : named)
    act.run("INSERT INTO case_named_member (case_id, member) VALUES ($id, $member)", {{"id", id}, {"member", member}});
  act.note("named", std::to_string(named.size()));
  return {};
}

Result<void> lift_restriction(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto facts = answerable(act, permit, id);
  if (!facts) return tl::unexpected(facts.error());
  if (act.run("DELETE FROM case_restriction WHERE case_id = $id", {{"id", id}}) == 0)
    return fail(nrm::problems::kConflict);
  forget_named(act, id);
  return {};
}

bool is_kept_from(storage::Reader& reader, const CaseFacts& facts, const access::Session& session) {
  // A team that holds the case jointly was added by name; who of it opens is its own affair.
  if (facts.keeper == session.member || facts.team != session.team) return false;
  const auto restriction = find_restriction(reader, facts.id);
  return restriction && !restriction->named.contains(session.member);
}

std::set<CaseId> cases_kept_from(storage::Reader& reader, const access::Session& session) {
  std::set<CaseId> out;
  // From the restrictions, which are few, to their cases: a join may be walked from all cases of the team.
  for (const auto& row : reader.query(
           "SELECT r.case_id FROM case_restriction r WHERE EXISTS (SELECT 1 FROM case_file c WHERE c.id = r.case_id "
           "AND "
           "c.keeper <> $member AND c.team = $team) "
           "AND NOT EXISTS (SELECT 1 FROM case_named_member n WHERE n.case_id = r.case_id AND n.member = $member)",
           {{"member", session.member}, {"team", session.team}}))
    out.insert(row.id<CaseId>("case_id"));
  return out;
}

}  // namespace nrm::casefile
