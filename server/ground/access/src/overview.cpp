#include "nrm/access/overview.hpp"

#include <algorithm>

#include "custodians.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/directory/directory.hpp"
#include "team_keys.hpp"

namespace nrm::access {
namespace {

constexpr std::chrono::hours kWeek{7 * 24};
constexpr std::chrono::hours kMonth{30 * 24};
constexpr std::int64_t kMicrosecondsOfStep = 30'000'000;

std::vector<MemberRow> members_of(storage::Reader& reader, const TeamId& team) {
  std::vector<MemberRow> out;
  const auto rows = reader.query(
      fmt::format("SELECT {} FROM member m WHERE m.team = $team ORDER BY m.in_team_since, m.id", kMemberColumns),
      {{"team", team}});
  out.reserve(rows.size());
  for (const auto& row : rows) out.push_back(member_from_row(row));
  return out;
}

// The second factor remembers the half minute in which it was last used.
LastSignIn last_sign_in(storage::Reader& reader, const TeamId& team, UtcTime now) {
  const auto row = reader.query_one(
      "SELECT COALESCE(MAX(t.last_step), 0) AS step FROM totp t JOIN member m ON m.id = t.member WHERE m.team = $team",
      {{"team", team}});
  const auto step = row->integer("step");
  if (step == 0) return LastSignIn::never;
  const auto at = UtcTime::from_unix_us(step * kMicrosecondsOfStep);
  if (at + kWeek > now) return LastSignIn::within_week;
  return at + kMonth > now ? LastSignIn::within_month : LastSignIn::longer_ago;
}

std::set<Compartment> kinds_of(storage::Reader& reader, const TeamId& team) {
  std::set<Compartment> out;
  const auto rows =
      reader.query("SELECT DISTINCT kind FROM team_key WHERE team = $team AND retired_at IS NULL", {{"team", team}});
  for (const auto& row : rows) {
    if (const auto kind = parse_compartment(row.text("kind"))) out.insert(*kind);
  }
  return out;
}

// Whether the member can open the team's newest key of the kind.
bool holds(const std::set<Compartment>& missing, const MemberRow& member, Compartment kind) {
  return member.state == "active" && compartments_of(member.roles).contains(kind) && !missing.contains(kind);
}

class TeamSurvey {
 public:
  TeamSurvey(storage::Reader& reader, const directory::Team& team) : reader_{reader}, team_{team} {
    members_ = members_of(reader, team.id);
    for (const auto& member : members_) missing_.push_back(missing_kinds(reader, member));
  }

  TeamOverview overview(const Session& session, UtcTime now) {
    TeamOverview out{team_.id, team_.name, team_.organisation, team_.organisation_name};
    for (const auto& member : members_) {
      out.active += member.state == "active" ? 1 : 0;
      out.suspended += member.state == "suspended" ? 1 : 0;
      out.invited += member.state == "invited" ? 1 : 0;
    }
    out.kinds = kinds_of(reader_, team_.id);
    for (const auto kind : out.kinds)
      if (holders_of(kind).empty()) out.unheld_kinds.insert(kind);
    out.custodians_proposed = find_custodian_set(reader_, team_.id, kProposed).has_value();
    if (const auto set = find_custodian_set(reader_, team_.id, kInForce))
      out.custodians_able = static_cast<std::int64_t>(able_custodians(reader_, session.instance_key, *set).size());
    out.last_sign_in = last_sign_in(reader_, team_.id, now);
    return out;
  }

  void add_waiting(std::vector<WaitingMember>& to) const {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (members_[i].state != "active" || missing_[i].empty()) continue;
      WaitingMember waiting{members_[i].id, members_[i].name, team_.id, members_[i].in_team_since, missing_[i], {}};
      std::set<std::string> names;
      for (const auto kind : missing_[i]) names.merge(holders_of(kind));
      waiting.could_give = {names.begin(), names.end()};
      to.push_back(std::move(waiting));
    }
  }

 private:
  std::set<std::string> holders_of(Compartment kind) const {
    std::set<std::string> out;
    for (std::size_t i = 0; i < members_.size(); ++i)
      if (holds(missing_[i], members_[i], kind)) out.insert(members_[i].name);
    return out;
  }

  storage::Reader& reader_;
  const directory::Team& team_;
  std::vector<MemberRow> members_;
  std::vector<std::set<Compartment>> missing_;
};

InstanceOverview survey(storage::Reader& reader, const Session& session, UtcTime now) {
  InstanceOverview out;
  for (const auto& team : directory::list_teams(reader)) {
    TeamSurvey of_team{reader, team};
    out.teams.push_back(of_team.overview(session, now));
    of_team.add_waiting(out.waiting);
  }
  std::sort(out.waiting.begin(), out.waiting.end(),
            [](const WaitingMember& a, const WaitingMember& b) { return a.since < b.since; });
  return out;
}

}  // namespace

std::string_view name_of(LastSignIn when) {
  switch (when) {
    case LastSignIn::within_week:
      return "within-week";
    case LastSignIn::within_month:
      return "within-month";
    case LastSignIn::longer_ago:
      return "longer-ago";
    case LastSignIn::never:
      return "never";
  }
  return {};
}

Result<InstanceOverview> view_instance(const AccessContext& context, const Session& session) {
  return context.journal.act<InstanceOverview>(
      session.header("access.view-instance", {}, {{}, session.organisation, "instance"}),
      [&](log::Act& act) -> Result<InstanceOverview> {
        const auto permit = decide(act, session, Relation::instance);
        if (!permit) return tl::unexpected(permit.error());
        return survey(act.writer(), session, act.now());
      });
}

}  // namespace nrm::access
