#include "leaving.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "key_tasks.hpp"
#include "nrm/access/problems.hpp"
#include "nrm/access/shares.hpp"
#include "rotation.hpp"
#include "team_keys.hpp"

namespace nrm::access {
namespace {

std::set<Compartment> kinds_held(storage::Reader& reader, const MemberRow& member) {
  std::set<Compartment> out;
  for (const auto& row : reader.query("SELECT DISTINCT kind FROM team_key_seal WHERE team = $team AND member = $member",
                                      {{"team", member.team}, {"member", member.id}}))
    if (const auto kind = parse_compartment(row.text("kind"))) out.insert(*kind);
  return out;
}

bool held_by_another(storage::Reader& reader, const MemberRow& member, Compartment kind) {
  const auto rows = reader.query(
      "SELECT m.roles FROM team_key_seal s JOIN team_key k ON k.team = s.team AND k.kind = s.kind AND "
      "k.version = s.version AND k.retired_at IS NULL JOIN member m ON m.id = s.member AND m.team = s.team "
      "WHERE s.team = $team AND s.kind = $kind AND s.member <> $member AND m.state = 'active'",
      {{"team", member.team}, {"kind", name_of(kind)}, {"member", member.id}});
  return std::any_of(rows.begin(), rows.end(), [&](const storage::Row& row) {
    return compartments_of(roles_from_row(row.text("roles"))).contains(kind);
  });
}

std::set<Compartment> last_held(storage::Reader& reader, const MemberRow& member) {
  std::set<Compartment> out;
  for (const auto kind : kinds_held(reader, member))
    if (!held_by_another(reader, member, kind)) out.insert(kind);
  return out;
}

std::set<Compartment> both(const std::set<Compartment>& a, const std::set<Compartment>& b) {
  std::set<Compartment> out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

}  // namespace

std::set<Compartment> last_held_by(storage::Reader& reader, const MemberId& id) {
  const auto member = find_member(reader, id);
  return member ? last_held(reader, *member) : std::set<Compartment>{};
}

std::set<Compartment> kinds_lost(storage::Reader& reader, const MemberRow& before, const MemberRow& after) {
  auto lost = kinds_held(reader, before);
  if (after.team == before.team && after.state == "active")
    for (const auto kind : compartments_of(after.roles)) lost.erase(kind);
  return lost;
}

Result<void> end_right(log::Act& act, const ServerSecrets& secrets, const Permit& permit, const MemberRow& before,
                       const MemberRow& after, bool despite) {
  const auto& session = permit.session();
  const auto lost = kinds_lost(act.writer(), before, after);
  const auto last = both(lost, last_held(act.writer(), before));
  const bool may_force = session.roles.contains(Role::administrator);
  if (!last.empty() && !(despite && may_force)) return fail(problems::kLastKeyHolder);
  if (!last.empty()) act.note("last-key-holder", "left-anyway");
  take_team_keys(act, after, before.team, last);
  if (after.team != before.team) end_shares_of(act, before.id);
  if (lost.empty()) return {};
  open_key_task(act, before.team, before.id, lost);
  act.react(kMemberLost, fmt::format("{}:{}", before.id.text(), before.team.text()));
  if (session.team == before.team) rotate_where_due(act, secrets, permit);
  return {};
}

void rotate_where_due(log::Act& act, const ServerSecrets& secrets, const Permit& permit) {
  const auto holder = find_member(act.writer(), permit.session().member);
  if (!holder) return;
  std::set<Compartment> due;
  for (const auto& task : key_tasks_of(act.writer(), holder->team))
    for (const auto kind : task.kinds)
      if (needs_rotation(act.writer(), task, kind)) due.insert(kind);
  if (due.empty()) return;
  std::set<Compartment> kinds;
  for (const auto kind : both(due, held_newest(act.writer(), *holder)))
    if (open_team_key(act, permit, kind)) kinds.insert(kind);
  if (!kinds.empty()) rotate_kinds(act, secrets, permit, *holder, kinds);
}

}  // namespace nrm::access
