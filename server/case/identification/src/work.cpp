#include "nrm/access/coordinators.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/keeper.hpp"
#include "nrm/directory/directory.hpp"
#include "times.hpp"

namespace nrm::identification {
namespace {

// Both times as lists sort by; a stay that its clocks do not press has no warning time.
constexpr std::string_view kPressing =
    "SELECT * FROM case_stay WHERE warn_at <= $now AND silent_since IS NULL AND team = $team ORDER BY warn_at, id";

// What a member stopped is still to be done: it stays in sight, without a time by when. The few that stand still are
// gone through (CROSS JOIN keeps SQLite to that order), not the many that nothing presses.
constexpr std::string_view kStandingStill =
    "SELECT s.* FROM (SELECT DISTINCT stay FROM case_pause WHERE ended_at IS NULL) p CROSS JOIN case_stay s WHERE s.id "
    "= p.stay AND s.warn_at IS NULL AND s.silent_since IS NULL AND s.team = $team ORDER BY s.id";

// Of one case, as the two above.
constexpr std::string_view kOfCase =
    "SELECT * FROM case_stay WHERE case_id = $case AND silent_since IS NULL AND (warn_at <= $now OR (warn_at IS NULL "
    "AND EXISTS (SELECT 1 FROM case_pause p WHERE p.stay = case_stay.id AND p.ended_at IS NULL))) ORDER BY track";

// Longest late first; who sees to these sees the next.
constexpr std::size_t kMostLate = 500;

work::Item item_of(log::Act& act, const storage::Row& row, const TeamId& team) {
  const auto stay = stay_of(row);
  const auto warn = row.maybe_time("warn_at"), due = row.maybe_time("due_at");
  work::Item out{.id = stay.id, .kind = "move-case", .case_id = stay.case_id, .team = team};
  if (const auto facts = casefile::find_case(act.writer(), stay.case_id)) {
    // Who coordinates knows the late step by its own number, and asks for that on the telephone.
    out.reference = stay.coordinator_told_at ? facts->reference + " · " + stay.reference : facts->reference;
    if (facts->team == team) out.keeper = facts->keeper;
  }
  if (!warn) {
    out.kind = "paused-step";
    return out;
  }
  out.due_at = due;
  out.state = due && act.now() >= *due ? pathway::ClockState::overdue : pathway::ClockState::due_soon;
  return out;
}

void add_own(std::vector<work::Item>& out, log::Act& act, const TeamId& team) {
  for (const auto& row : act.query(kPressing, {{"now", act.now()}, {"team", team}}))
    out.push_back(item_of(act, row, team));
  for (const auto& row : act.query(kStandingStill, {{"team", team}})) out.push_back(item_of(act, row, team));
}

// What is held with another team is this one's work too where it may take the case on.
void add_joint(std::vector<work::Item>& out, log::Act& act, const pathway::Pack& pack, const TeamId& team) {
  const auto body = directory::find_team(act.writer(), team);
  if (!body) return;
  for (const auto& joint : casefile::memberships_of(act.writer(), team, act.now())) {
    if (joint.ended_at || joint.paused_at) continue;
    for (const auto& row : act.query(kOfCase, {{"case", joint.case_id}, {"now", act.now()}})) {
      const auto stay = stay_of(row);
      const auto* track = pack.pathway.find_track(stay.track);
      if (track != nullptr && concerns(*track, stay.state, body->organisation_kind))
        out.push_back(item_of(act, row, team));
    }
  }
}

// Those before whom late steps are: each team is asked for once.
class Late {
 public:
  Late(log::Act& act, const pathway::Pack& pack, const TeamId& viewer)
      : act_{act},
        coordinators_{act.writer(), pack, pack.calendar->local_date(act.now())},
        own_{coordinators_.region_of(act.writer(), viewer)},
        teams_{act.writer(), pack} {}

  std::vector<TeamId> before_viewer(const Stay& stay) {
    auto out = teams_.of(stay);
    std::erase_if(out, [&](const TeamId& team) { return !is_before_viewer(team); });
    return out;
  }

 private:
  bool is_before_viewer(const TeamId& team) {
    const auto known = seen_.find(team);
    if (known != seen_.end()) return known->second;
    const auto share = coordinators_.share_of(own_, coordinators_.region_of(act_.writer(), team));
    return seen_.emplace(team, share != access::Coordinators::Share::of_others).first->second;
  }

  log::Act& act_;
  access::Coordinators coordinators_;
  std::string own_;
  LateTeams teams_;
  std::map<TeamId, bool> seen_;
};

work::Item late_item(const storage::Row& row, const Stay& stay, const TeamId& late, const TeamId& viewer) {
  work::Item out{.id = stay.id, .kind = "overdue-step", .team = viewer};
  if (late != stay.team) out.id += "-" + late.text();
  out.reference = stay.reference;
  out.other = late;
  out.due_at = row.maybe_time("due_at");
  out.state = pathway::ClockState::overdue;
  return out;
}

}  // namespace

work::Source open_work(const pathway::Pack& pack) {
  return [&pack](log::Act& act, const access::Session&, const std::vector<TeamId>& teams) {
    std::vector<work::Item> out;
    for (const auto& team : teams) {
      add_own(out, act, team);
      add_joint(out, act, pack, team);
    }
    return out;
  };
}

work::Source coordination_work(const pathway::Pack& pack) {
  return [&pack](log::Act& act, const access::Session& session, const std::vector<TeamId>&) {
    std::vector<work::Item> out;
    const auto rows = act.query(
        "SELECT * FROM case_stay WHERE coordinator_told_at IS NOT NULL AND silent_since IS NULL ORDER BY "
        "coordinator_told_at, id");
    if (rows.empty()) return out;
    Late late{act, pack, session.team};
    for (const auto& row : rows) {
      const auto stay = stay_of(row);
      for (const auto& team : late.before_viewer(stay)) out.push_back(late_item(row, stay, team, session.team));
      if (out.size() >= kMostLate) break;
    }
    return out;
  };
}

}  // namespace nrm::identification
