#include <algorithm>

#include "needs.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/directory/directory.hpp"
#include "stopping.hpp"

namespace nrm::identification {
namespace {

const pathway::Labels* labels_of(const pathway::Pack& pack, std::string_view rule) {
  if (const auto* clock = pack.pathway.find_clock(rule)) return &clock->labels;
  const auto found = find_step(pack, rule);
  return found ? &found->step->labels : nullptr;
}

RunningTime time_of(const pathway::Pack& pack, clocks::Running clock, UtcTime now) {
  const bool over = is_over(pack, clock, now);
  const auto state = over ? pathway::ClockState::on_time : clocks::state_of(clock, now);
  const auto* labels = labels_of(pack, clock.rule);
  return {std::move(clock), state, labels, over};
}

class Looking {
 public:
  Looking(log::Act& act, const Desk& desk, const access::Permit& permit, casefile::CaseFacts facts)
      : act_{act}, desk_{desk}, permit_{permit}, facts_{std::move(facts)} {}

  View take() {
    read_only_ = casefile::why_read_only(act_.writer(), facts_.id);
    View out{facts_.version, facts_.pathway_version, !read_only_, {}, {}, {}, {}};
    const auto team = directory::find_team(act_.writer(), permit_.session().team);
    organisation_kind_ = team ? team->organisation_kind : std::string{};
    needs_ = needs_of(act_, permit_, facts_.id);
    for (const auto* track : tracks_of(desk_.pack)) out.tracks.push_back(view_of(*track, out.open));
    for (const auto& stay : stays_of(act_.writer(), facts_.id))
      if (stay.coordinator_told_at && !stay.silent_since) out.numbers.push_back(stay.reference);
    out.history = history();
    out.pauses = pauses_of(act_.writer(), facts_.id);
    return out;
  }

 private:
  TrackView view_of(const pathway::Track& track, bool open) {
    TrackView out{&track, *casefile::state_on(facts_, track.id), since_of(act_.writer(), facts_, track.id), {}, {}};
    out.times = times_of(track.id);
    if (!open) return out;
    for (const auto& step : track.transitions)
      if (step.from == out.state) out.moves.push_back(move_of({&track, &step}));
    return out;
  }

  std::vector<RunningTime> times_of(const std::string& track) {
    std::vector<RunningTime> out;
    const auto stay = find_stay(act_.writer(), facts_.id, track);
    if (!stay || stay->silent_since) return out;
    const Stopping stopping{act_.writer(), desk_.pack, *stay, act_.now()};
    for (auto& clock : clocks::of_subject(act_.writer(), subject_of(*stay))) {
      out.push_back(time_of(desk_.pack, std::move(clock), act_.now()));
      add_stops(out.back(), stopping);
    }
    return out;
  }

  // What stood still when the case came to be part of another is let go on here, or nowhere.
  void add_stops(RunningTime& time, const Stopping& stopping) {
    const bool may_go_on = !read_only_ || read_only_->type == casefile::problems::kMerged;
    for (const auto reason : kMemberPauses) {
      const auto& now = time.clock.paused_by;
      const bool stands_still = std::ranges::find(now, reason) != now.end();
      if (may_go_on && stands_still && stopping.may_let_go_on(reason, permit_.session().team, organisation_kind_))
        time.may_resume_for.emplace_back(reason);
      if (!read_only_ && !stands_still && stopping.stops(time.clock, reason) &&
          stopping.may_stop(reason, organisation_kind_))
        time.may_pause_for.emplace_back(reason);
    }
  }

  OpenMove move_of(const Found& found) {
    OpenMove out;
    out.step = found.step;
    out.yours = may_take(*found.track, *found.step, permit_.session().roles, organisation_kind_);
    out.lacks = lacking(found, needs_);
    out.asks = asked(*found.step);
    const auto earliest = earliest_for(act_.writer(), desk_.pack, facts_, *found.step);
    out.not_started = !earliest.started || earliest.stands_still;
    if (earliest.at && act_.now() < *earliest.at) out.not_before = earliest.at;
    if (const auto latest = latest_for(act_.writer(), desk_.pack, facts_.id, found)) {
      out.not_after = latest->due_at;
      out.window_over = is_over(desk_.pack, *latest, act_.now());
    }
    return out;
  }

  std::vector<PastMove> history() {
    std::vector<PastMove> out;
    std::vector<std::string> fields;
    for (const auto& row : act_.query("SELECT * FROM case_move WHERE case_id = $case ORDER BY at DESC, id DESC LIMIT "
                                      "200",
                                      {{"case", facts_.id}})) {
      out.push_back({row.id<MoveId>("id"),
                     row.text("transition"),
                     row.text("track"),
                     row.text("from_state"),
                     row.text("to_state"),
                     row.text("pathway_version"),
                     row.time("at"),
                     row.id<MemberId>("by_member"),
                     row.id<TeamId>("by_team"),
                     {}});
      fields.push_back(note_field(out.back().id));
    }
    add_said(out, fields);
    return out;
  }

  // Whoever does not open the casework learns what was done and not why.
  void add_said(std::vector<PastMove>& moves, const std::vector<std::string>& fields) {
    if (fields.empty()) return;
    const auto notes = casefile::read_notes(act_, permit_, facts_.id, access::Compartment::casework, fields);
    if (!notes) return;
    for (auto& move : moves)
      if (const auto at = notes->find(note_field(move.id)); at != notes->end())
        move.said = casefile::from_json_text(at->second.reveal());
  }

  log::Act& act_;
  const Desk& desk_;
  const access::Permit& permit_;
  casefile::CaseFacts facts_;
  std::optional<Problem> read_only_;
  std::string organisation_kind_;
  CaseNeeds needs_;
};

}  // namespace

Result<View> look(const Desk& desk, const access::Session& session, const CaseId& id) {
  const auto header = session.header("pathway.view", "", {id, session.organisation, id.text()});
  return desk.journal.act<View>(header, [&](log::Act& act) -> Result<View> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    auto facts = held_case(act, session, id);
    if (!facts) return tl::unexpected(facts.error());
    return Looking{act, desk, *permit, *std::move(facts)}.take();
  });
}

}  // namespace nrm::identification
