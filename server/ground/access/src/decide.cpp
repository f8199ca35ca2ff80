#include "nrm/access/decide.hpp"

#include <algorithm>

#include "instance_key.hpp"
#include "nrm/access/break_glass.hpp"
#include "nrm/access/problems.hpp"
#include "rows.hpp"

namespace nrm::access {
namespace {

bool applies(const ActionRule& rule, std::string_view action, const Roles& roles, Relation relation) {
  return rule.action == action &&
         std::find(rule.relations.begin(), rule.relations.end(), relation) != rule.relations.end() &&
         std::any_of(roles.begin(), roles.end(), [&](Role role) { return rule.roles.contains(role); });
}

// Roles as they stand in this transaction: a role taken away while the session lives gives nothing.
std::optional<Roles> live_roles(log::Act& act, const Session& session) {
  const auto row = act.query_one(
      "SELECT m.roles FROM session s JOIN member m ON m.id = s.member WHERE s.id = $session AND m.id = $member "
      "AND m.team = $team AND m.state = 'active' AND s.expires_at > $now",
      {{"session", session.id}, {"member", session.member}, {"team", session.team}, {"now", act.now()}});
  if (!row) return std::nullopt;
  return roles_from_row(row->text("roles"));
}

// Read-only and for one case: no other action is ever given it.
std::optional<Emergency> emergency_of(log::Act& act, const Session& session) {
  const auto& header = act.header();
  if (header.action != kOpeningAction || !header.subject.case_id) return std::nullopt;
  return living_emergency(act.writer(), session, *header.subject.case_id, act.now());
}

}  // namespace

Result<Permit> decide(log::Act& act, const Session& session, Relation relation) {
  const auto roles = live_roles(act, session);
  if (!roles) return fail(problems::kSignedOut);
  if (instance_key(act.writer()) != session.instance_key) return fail(problems::kKeyBroken);
  const auto& header = act.header();
  const auto& rules = action_rules();
  const auto rule = std::find_if(rules.begin(), rules.end(), [&](const ActionRule& candidate) {
    return applies(candidate, header.action, *roles, relation);
  });
  if (rule == rules.end()) return fail(nrm::problems::kNotFound);
  if (rule->needs_purpose ? !is_purpose(header.purpose) : !header.purpose.empty() && !is_purpose(header.purpose)) {
    return fail(nrm::problems::kInvalid, {{"/purpose", header.purpose.empty() ? "required" : "not-in-list", {}}});
  }
  Permit permit{session};
  permit.emergency_ = emergency_of(act, session);
  return permit;
}

}  // namespace nrm::access
