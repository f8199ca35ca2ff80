// A member says why the times of a track stand still: a reason that the pack's rule takes.
#include <algorithm>

#include "consequences.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/directory/directory.hpp"
#include "times.hpp"

namespace nrm::identification {
namespace {

Result<void> check_words(const std::string& track, const std::string& reason) {
  std::vector<FieldProblem> faults;
  if (std::ranges::find(casefile::kClearTracks, track) == std::end(casefile::kClearTracks))
    faults.push_back({"/track", "not-in-list", {}});
  if (std::ranges::find(kMemberPauses, reason) == std::end(kMemberPauses))
    faults.push_back({"/reason", "not-in-list", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

bool stands_still(log::Act& act, const Stay& stay, const std::string& reason) {
  const auto running = clocks::of_subject(act.writer(), subject_of(stay));
  return std::ranges::any_of(
      running, [&](const auto& clock) { return std::ranges::find(clock.paused_by, reason) != clock.paused_by.end(); });
}

// What has run out is late: no word stops it afterwards.
bool may_stand_still(log::Act& act, const pathway::Pack& pack, const Stay& stay, const std::string& reason) {
  const auto running = clocks::of_subject(act.writer(), subject_of(stay));
  return std::ranges::any_of(running, [&](const auto& clock) {
    const auto rule = pack.pathway.find_rule(clock.rule);
    const bool has_run_out = clock.breached_at || (clock.due_at && act.now() >= *clock.due_at);
    return rule && !has_run_out && std::ranges::find(rule->pauses_on, reason) != rule->pauses_on.end();
  });
}

// Nobody stops a time that is others' alone to keep.
bool is_concerned(log::Act& act, const pathway::Pack& pack, const Stay& stay, const TeamId& id) {
  const auto* track = pack.pathway.find_track(stay.track);
  const auto team = directory::find_team(act.writer(), id);
  return track != nullptr && team && concerns(*track, stay.state, team->organisation_kind);
}

using Work = std::function<Result<void>(log::Act&, const Stay&)>;

Result<void> with_stay(const Desk& desk, const access::Session& session, std::string action, const CaseId& id,
                       const std::string& track, const Work& work) {
  const auto header = session.header(std::move(action), "", {id, session.organisation, id.text()});
  return desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (const auto facts = held_case(act, session, id); !facts) return tl::unexpected(facts.error());
    if (const auto bad = casefile::why_read_only(act.writer(), id)) return tl::unexpected(*bad);
    const auto stay = find_stay(act.writer(), id, track);
    if (!stay) return fail(nrm::problems::kConflict);
    if (!is_concerned(act, desk.pack, *stay, session.team)) return fail(problems::kNotYours);
    if (auto done = work(act, *stay); !done) return done;
    follow_clocks(act, desk.pack, *stay);
    act.note("track", track);
    return {};
  });
}

}  // namespace

Result<void> pause(const Desk& desk, const access::Session& session, const CaseId& id, const std::string& track,
                   const std::string& reason) {
  if (auto fine = check_words(track, reason); !fine) return fine;
  return with_stay(desk, session, "pathway.pause", id, track, [&](log::Act& act, const Stay& stay) -> Result<void> {
    if (stands_still(act, stay, reason) || !may_stand_still(act, desk.pack, stay, reason))
      return fail(nrm::problems::kConflict);
    clocks::pause(act, subject_of(stay), reason, desk.pack);
    // The clock keeps the rule of its start, which may not know this reason.
    if (!stands_still(act, stay, reason)) return fail(nrm::problems::kConflict);
    keep_pause(act, session, stay, reason);
    tell_of_pause(act, stay, session.team);
    act.note("reason", reason);
    return {};
  });
}

Result<void> resume(const Desk& desk, const access::Session& session, const CaseId& id, const std::string& track,
                    const std::string& reason) {
  if (auto fine = check_words(track, reason); !fine) return fine;
  return with_stay(desk, session, "pathway.resume", id, track, [&](log::Act& act, const Stay& stay) -> Result<void> {
    if (!stands_still(act, stay, reason)) return fail(nrm::problems::kConflict);
    clocks::resume(act, subject_of(stay), reason, desk.pack);
    end_pause(act, session, stay, reason);
    act.note("reason", reason);
    return {};
  });
}

}  // namespace nrm::identification
