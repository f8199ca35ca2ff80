#include "times.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "nrm/casefile/joint_team.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::identification {
namespace {

constexpr std::string_view kStateMoment = "state:";

std::string moment_of_state(std::string_view track, std::string_view state) {
  return fmt::format("{}{}/{}", kStateMoment, track, state);
}

std::optional<UtcTime> last_entered(storage::Reader& reader, const CaseId& id, std::string_view track,
                                    std::string_view state) {
  const auto row = reader.query_one(
      "SELECT at FROM case_move WHERE case_id = $case AND track = $track AND to_state = $state ORDER BY at DESC LIMIT "
      "1",
      {{"case", id}, {"track", track}, {"state", state}});
  return row ? std::optional{row->time("at")} : std::nullopt;
}

// When the case last came to what the time counts from.
std::optional<UtcTime> moment_at(storage::Reader& reader, const pathway::Pack& pack, const casefile::CaseFacts& facts,
                                 std::string_view moment) {
  if (moment == casefile::kCaseOpened) return facts.opened_at;
  const auto slash = moment.find('/');
  if (!moment.starts_with(kStateMoment) || slash == std::string_view::npos) return std::nullopt;
  const auto track = moment.substr(kStateMoment.size(), slash - kStateMoment.size());
  const auto state = moment.substr(slash + 1);
  if (casefile::state_on(facts, track) == state) return since_of(reader, facts, track);
  if (const auto at = last_entered(reader, facts.id, track, state)) return at;
  const auto* known = pack.pathway.find_track(track);
  const bool began_there = known != nullptr && known->initial().id == state && casefile::state_on(facts, track);
  return began_there ? std::optional{facts.opened_at} : std::nullopt;
}

void hold_by_clocks(storage::Reader& reader, const pathway::Pack& pack, const Stay& stay,
                    const pathway::Transition& step, Earliest& out) {
  for (const auto& clock : clocks::of_subject(reader, subject_of(stay))) {
    const auto* rule = pack.pathway.find_clock(clock.rule);
    if (clock.kind != pathway::ClockKind::minimum || clock.breached_at || rule == nullptr) continue;
    if (rule->starts_at != step.starts_at) continue;
    if (!clock.due_at)
      out.stands_still = true;
    else if (!out.at || *out.at < *clock.due_at)
      out.at = clock.due_at;
  }
}

bool names_kind(const pathway::Transition& step, std::string_view organisation_kind) {
  return std::ranges::any_of(step.who, [&](const pathway::Who& who) {
    return std::ranges::find(who.organisation_kinds, organisation_kind) != who.organisation_kinds.end();
  });
}

bool keeps(const pathway::Transition& step, const pathway::ClockRule& rule) {
  const auto own = pathway::clock_of(step);
  return own && is_same_time(*own, rule);
}

// The steps by which the case would have kept the time; any out of the state where the pack names none.
std::vector<const pathway::Transition*> steps_of(const pathway::Track& track, std::string_view state,
                                                 const pathway::ClockRule& rule) {
  std::vector<const pathway::Transition*> keeping, leaving;
  for (const auto& step : track.transitions) {
    if (step.from != state) continue;
    leaving.push_back(&step);
    if (keeps(step, rule)) keeping.push_back(&step);
  }
  return keeping.empty() ? leaving : keeping;
}

// What coordinators were told of: longest times that have run out.
std::vector<const pathway::Transition*> late_steps(storage::Reader& reader, const pathway::Pack& pack,
                                                   const Stay& stay) {
  std::vector<const pathway::Transition*> out;
  const auto* track = pack.pathway.find_track(stay.track);
  if (track == nullptr) return out;
  for (const auto& clock : clocks::of_subject(reader, subject_of(stay))) {
    const auto rule = pack.pathway.find_rule(clock.rule);
    if (clock.kind != pathway::ClockKind::maximum || !clock.breached_at || !rule || rule->on_breach == kLapses)
      continue;
    const auto steps = steps_of(*track, stay.state, *rule);
    out.insert(out.end(), steps.begin(), steps.end());
  }
  return out;
}

}  // namespace

std::vector<const pathway::Track*> tracks_of(const pathway::Pack& pack) {
  std::vector<const pathway::Track*> out;
  for (const auto id : casefile::kClearTracks)
    if (const auto* track = pack.pathway.find_track(id)) out.push_back(track);
  return out;
}

std::optional<Found> find_step(const pathway::Pack& pack, std::string_view transition) {
  for (const auto* track : tracks_of(pack))
    for (const auto& step : track->transitions)
      if (step.id == transition) return Found{track, &step};
  return std::nullopt;
}

bool may_take(const pathway::Track& track, const pathway::Transition& step, const access::Roles& roles,
              std::string_view organisation_kind) {
  return std::ranges::any_of(roles, [&](const access::Role role) {
    const pathway::Mover mover{std::string{access::name_of(role)}, std::string{organisation_kind}};
    const auto allowed = pathway::allowed_transitions(track, step.from, mover);
    return std::ranges::find(allowed, &step) != allowed.end();
  });
}

bool concerns(const pathway::Track& track, std::string_view state, std::string_view organisation_kind) {
  return std::ranges::any_of(track.transitions, [&](const pathway::Transition& step) {
    return step.from == state && names_kind(step, organisation_kind);
  });
}

bool keeps_time(const pathway::Track& track, std::string_view state, const pathway::ClockRule& rule,
                std::string_view organisation_kind) {
  return std::ranges::any_of(steps_of(track, state, rule),
                             [&](const auto* step) { return names_kind(*step, organisation_kind); });
}

bool takes_on(const pathway::Track& track, std::string_view state, std::string_view organisation_kind) {
  const auto leads_on = [&](const pathway::Transition& step) {
    const auto* to = track.find(step.to);
    return step.from == state && to != nullptr && !to->final;
  };
  if (std::ranges::none_of(track.transitions, leads_on)) return concerns(track, state, organisation_kind);
  return std::ranges::any_of(track.transitions, [&](const pathway::Transition& step) {
    return leads_on(step) && names_kind(step, organisation_kind);
  });
}

bool lapses(const pathway::Pack& pack, std::string_view rule) {
  const auto known = pack.pathway.find_rule(rule);
  return known && known->on_breach == kLapses;
}

bool is_over(const pathway::Pack& pack, const clocks::Running& clock, UtcTime now) {
  return lapses(pack, clock.rule) && (clock.breached_at || (clock.due_at && now >= *clock.due_at));
}

bool is_same_time(const pathway::ClockRule& one, const pathway::ClockRule& other) {
  return one.kind == other.kind && one.starts_at == other.starts_at && one.due == other.due &&
         one.on_breach == other.on_breach && one.pauses_on == other.pauses_on;
}

std::vector<pathway::ClockRule> rules_at(const pathway::Pathway& pathway, std::string_view track,
                                         std::string_view state) {
  const auto moment = moment_of_state(track, state);
  std::vector<pathway::ClockRule> out;
  const auto add = [&](const pathway::ClockRule& rule) {
    if (rule.starts_at == moment &&
        std::ranges::none_of(out, [&](const auto& known) { return is_same_time(known, rule); }))
      out.push_back(rule);
  };
  for (const auto& rule : pathway.clocks) add(rule);
  if (const auto* found = pathway.find_track(track))
    for (const auto& step : found->transitions)
      if (const auto rule = pathway::clock_of(step); rule && step.from == state) add(*rule);
  return out;
}

Earliest earliest_for(storage::Reader& reader, const pathway::Pack& pack, const casefile::CaseFacts& facts,
                      const pathway::Transition& step) {
  Earliest out;
  if (!step.earliest) return out;
  const auto since = moment_at(reader, pack, facts, step.starts_at);
  out.started = since.has_value();
  if (!since) return out;
  out.at = pathway::earliest_of(step, *since, *pack.calendar);
  for (const auto& stay : stays_of(reader, facts.id)) hold_by_clocks(reader, pack, stay, step, out);
  return out;
}

std::optional<clocks::Running> latest_for(storage::Reader& reader, const pathway::Pack& pack, const CaseId& id,
                                          const Found& found) {
  const auto rule = pathway::clock_of(*found.step);
  const auto stay = rule ? find_stay(reader, id, found.track->id) : std::nullopt;
  if (!stay || stay->state != found.step->from) return std::nullopt;
  for (auto& clock : clocks::of_subject(reader, subject_of(*stay))) {
    const auto running = pack.pathway.find_rule(clock.rule);
    if (running && is_same_time(*running, *rule)) return std::move(clock);
  }
  return std::nullopt;
}

std::vector<TeamId> LateTeams::of(const Stay& stay) {
  const auto steps = late_steps(reader_, pack_, stay);
  std::vector<TeamId> holding{stay.team}, out;
  for (const auto& joint : casefile::joint_teams_of(reader_, stay.case_id))
    if (!joint.paused_at) holding.push_back(joint.team);
  for (const auto& id : holding)
    if (std::ranges::any_of(steps, [&](const auto* step) { return names_kind(*step, kind_of(id)); })) out.push_back(id);
  return out.empty() ? std::vector{stay.team} : out;
}

const std::string& LateTeams::kind_of(const TeamId& id) {
  const auto known = kinds_.find(id);
  if (known != kinds_.end()) return known->second;
  const auto team = directory::find_team(reader_, id);
  return kinds_.emplace(id, team ? team->organisation_kind : std::string{}).first->second;
}

UtcTime since_of(storage::Reader& reader, const casefile::CaseFacts& facts, std::string_view track) {
  const auto stay = find_stay(reader, facts.id, track);
  return stay && stay->state == casefile::state_on(facts, track) ? stay->since : facts.opened_at;
}

}  // namespace nrm::identification
