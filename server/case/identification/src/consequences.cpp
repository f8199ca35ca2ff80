#include "consequences.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "nrm/access/coordinators.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/directory/directory.hpp"
#include "times.hpp"

namespace nrm::identification {
namespace {

constexpr std::string_view kDueSoon = "pathway.due-soon";
constexpr std::string_view kOverdue = "pathway.overdue";
constexpr std::string_view kWindowOver = "pathway.window-over";
constexpr std::string_view kStandsStill = "pathway.stands-still";
constexpr std::string_view kGoesOn = "pathway.goes-on";
constexpr std::string_view kPartOfAnother = "pathway.part-of-another";
constexpr std::string_view kMinimumPassed = "pathway.minimum-passed";
constexpr std::string_view kForCoordinators = "coordination.overdue-step";

// Content-free: what kind of thing happened to which case, for a team that holds it.
void tell(log::Act& act, const TeamId& team, std::string_view what, const CaseId& id) {
  act.react("team.noticed", fmt::format("{}:{}:{}", team.text(), what, id.text()));
}
void tell(log::Act& act, const TeamId& team, std::string_view what, const Stay& stay) {
  tell(act, team, what, stay.case_id);
}

void tell_others(log::Act& act, const Stay& stay, const TeamId& by, std::string_view what) {
  if (stay.team != by) tell(act, stay.team, what, stay);
  for (const auto& joint : casefile::joint_teams_of(act.writer(), stay.case_id))
    if (!joint.paused_at && joint.team != by) tell(act, joint.team, what, stay);
}

// The team that the case is of, and of those that hold it with that team whoever may take it out of the state.
void tell_all(log::Act& act, const pathway::Pack& pack, std::string_view what, const Stay& stay) {
  tell(act, stay.team, what, stay);
  const auto* track = pack.pathway.find_track(stay.track);
  for (const auto& joint : casefile::joint_teams_of(act.writer(), stay.case_id)) {
    const auto team = joint.paused_at ? std::nullopt : directory::find_team(act.writer(), joint.team);
    if (team && track != nullptr && concerns(*track, stay.state, team->organisation_kind))
      tell(act, joint.team, what, stay);
  }
}

bool any_is_for(const access::Coordinators& coordinators, const std::string& own, const std::set<std::string>& late) {
  return std::ranges::any_of(late, [&](const std::string& region) {
    return coordinators.share_of(own, region) != access::Coordinators::Share::of_others;
  });
}

// Once a stay, however many of its times have run out: those who have it in their list. Roles are words; no other has
// this one in its name.
void tell_coordinators(log::Act& act, const pathway::Pack& pack, const Stay& stay) {
  if (act.run("UPDATE case_stay SET coordinator_told_at = $now WHERE id = $id AND coordinator_told_at IS NULL",
              {{"now", act.now()}, {"id", stay.id}}) == 0)
    return;
  const access::Coordinators coordinators{act.writer(), pack, pack.calendar->local_date(act.now())};
  std::set<std::string> late;
  for (const auto& team : LateTeams{act.writer(), pack}.of(stay))
    late.insert(coordinators.region_of(act.writer(), team));
  for (const auto& row : act.query("SELECT id, team FROM member WHERE state = 'active' AND roles LIKE '%coordinator%'"))
    if (any_is_for(coordinators, coordinators.region_of(act.writer(), row.id<TeamId>("team")), late))
      access::tell_member(act, row.id<MemberId>("id"), kForCoordinators, stay.id);
}

// Whoever brought the case to this state waits for what comes next.
void tell_sender(log::Act& act, const Stay& stay) {
  if (stay.entered_by && *stay.entered_by != stay.team && casefile::holds(act.writer(), stay.case_id, *stay.entered_by))
    tell(act, *stay.entered_by, kOverdue, stay);
}

// The teams hear of it in any case; a rule may ask for more.
void run_out(log::Act& act, const pathway::Pack& pack, const Stay& stay, std::string_view rule) {
  tell_all(act, pack, lapses(pack, rule) ? kWindowOver : kOverdue, stay);
  const auto known = pack.pathway.find_rule(rule);
  const std::string what = known ? known->on_breach : std::string{};
  if (what == "tell-coordinator" || what == "escalate") tell_coordinators(act, pack, stay);
  if (what == "open-task") casefile::open_task(act, stay.case_id, kLateTask, std::nullopt);
  if (what == "tell-sender") tell_sender(act, stay);
  if (what == "tell-data-protection-officer")
    access::tell_late(act, stay.team, access::Told::data_protection_officer, kOverdue, stay.case_id.text());
}

using Follow = std::function<void(log::Act&, const Stay&, std::string_view rule)>;

void follow(const Desk& desk, std::string_view what, const Follow& step) {
  desk.journal.on(std::string{what}, [step](log::Act& act, std::string_view object) {
    const auto moment = clocks::moment_of(object);
    if (moment.subject.kind != kClockSubject) return;
    const auto stay = find_stay(act.writer(), moment.subject.id);
    if (!stay) return;
    step(act, *stay, moment.rule);
  });
}

// As follow, in the clock's own act: its leaf belongs to the case.
void follow_alone(const Desk& desk, std::string_view what, const Follow& step) {
  follow(desk, what, [step](log::Act& act, const Stay& stay, std::string_view rule) {
    act.set_subject({stay.case_id, std::nullopt, stay.case_id.text()});
    if (!stay.silent_since) step(act, stay, rule);
  });
}

}  // namespace

void register_clocks(const Desk& desk) {
  const auto* pack = &desk.pack;
  follow_alone(desk, clocks::kWarned,
               [pack](log::Act& act, const Stay& stay, std::string_view) { tell_all(act, *pack, kDueSoon, stay); });
  follow_alone(desk, clocks::kReached, [pack](log::Act& act, const Stay& stay, std::string_view) {
    tell_all(act, *pack, kMinimumPassed, stay);
  });
  follow_alone(desk, clocks::kBreached,
               [pack](log::Act& act, const Stay& stay, std::string_view rule) { run_out(act, *pack, stay, rule); });
  follow(desk, clocks::kBreached,
         [pack](log::Act& act, const Stay& stay, std::string_view) { follow_clocks(act, *pack, stay); });
  follow(desk, clocks::kMoved,
         [pack](log::Act& act, const Stay& stay, std::string_view) { follow_clocks(act, *pack, stay); });
}

void tell_of_pause(log::Act& act, const Stay& stay, const TeamId& by) {
  tell_others(act, stay, by, kStandsStill);
}

void tell_of_resumption(log::Act& act, const Stay& stay, const TeamId& by) {
  tell_others(act, stay, by, kGoesOn);
}

void tell_of_merger(log::Act& act, const CaseId& id) {
  for (const auto& joint : casefile::joint_teams_of(act.writer(), id))
    if (!joint.paused_at) tell(act, joint.team, kPartOfAnother, id);
}

void speak_again(log::Act& act, const pathway::Pack& pack, const Stay& stay) {
  if (!stay.silent_since) return;
  act.run("UPDATE case_stay SET silent_since = NULL WHERE id = $id", {{"id", stay.id}});
  const auto meanwhile = [&](const std::optional<UtcTime>& time) { return time && *time >= *stay.silent_since; };
  for (const auto& clock : clocks::of_subject(act.writer(), subject_of(stay))) {
    if (meanwhile(clock.breached_at) && clock.kind == pathway::ClockKind::minimum)
      tell_all(act, pack, kMinimumPassed, stay);
    else if (meanwhile(clock.breached_at))
      run_out(act, pack, stay, clock.rule);
    else if (!clock.breached_at && meanwhile(clock.warned_at))
      tell_all(act, pack, kDueSoon, stay);
  }
}

}  // namespace nrm::identification
