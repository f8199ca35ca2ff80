#include <fmt/format.h>

#include "nrm/access/leaving.hpp"
#include "nrm/access/rotation.hpp"
#include "rotation.hpp"
#include "team_keys.hpp"

namespace nrm::access {
namespace {

std::vector<MemberRow> members_of(storage::Reader& reader, const TeamId& team) {
  std::vector<MemberRow> out;
  for (const auto& row :
       reader.query(fmt::format("SELECT {} FROM member m WHERE m.team = $team ORDER BY m.account", kMemberColumns),
                    {{"team", team}}))
    out.push_back(member_from_row(row));
  return out;
}

std::vector<KindHolders> kinds_of(storage::Reader& reader, const TeamId& team) {
  const auto unfinished = unfinished_kinds(reader, team);
  std::vector<KindHolders> out;
  for (const auto& row : reader.query("SELECT kind, version, created_at FROM team_key WHERE team = $team AND "
                                      "retired_at IS NULL ORDER BY kind",
                                      {{"team", team}})) {
    const auto kind = parse_compartment(row.text("kind"));
    if (!kind) continue;
    const auto made = row.time("created_at");
    out.push_back({*kind, static_cast<std::uint32_t>(row.integer("version")), made, made + kTeamKeyLife, 0,
                   unfinished.contains(*kind)});
  }
  return out;
}

}  // namespace

TeamKeysView view_team_keys(storage::Reader& reader, const TeamId& team) {
  TeamKeysView out{team, kinds_of(reader, team), {}, key_tasks_of(reader, team)};
  for (const auto& member : members_of(reader, team)) {
    const bool active = member.state == "active";
    const auto entitled = compartments_of(member.roles);
    if (entitled.empty()) continue;
    const auto held = active ? held_newest(reader, member) : std::set<Compartment>{};
    for (auto& kind : out.kinds)
      if (held.contains(kind.kind)) ++kind.holders;
    out.members.push_back({member.id, member.name, member.state, static_cast<std::int64_t>(held.size()),
                           static_cast<std::int64_t>(entitled.size()),
                           active ? last_held_by(reader, member.id) : std::set<Compartment>{}});
  }
  return out;
}

}  // namespace nrm::access
