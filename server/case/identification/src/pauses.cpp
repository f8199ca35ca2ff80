// A member says why the times of a track stand still: a reason that the pack's rule takes.
#include <algorithm>

#include "consequences.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/directory/directory.hpp"
#include "stopping.hpp"

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

std::string kind_of(log::Act& act, const TeamId& id) {
  const auto team = directory::find_team(act.writer(), id);
  return team ? team->organisation_kind : std::string{};
}

// Where another case stands for this one and has not come as far, what stands still here is nowhere else to be let go
// on.
bool is_heard(const Problem& read_only, const Stay& stay) {
  return read_only.type == casefile::problems::kMerged && !stay.silent_since;
}

using Work = std::function<Result<void>(log::Act&, const Stay&)>;

Result<void> with_stay(const Desk& desk, const access::Session& session, std::string action, const CaseId& id,
                       const std::string& track, bool resumes, const Work& work) {
  const auto header = session.header(std::move(action), "", {id, session.organisation, id.text()});
  return desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (const auto facts = held_case(act, session, id); !facts) return tl::unexpected(facts.error());
    const auto stay = find_stay(act.writer(), id, track);
    const auto bad = casefile::why_read_only(act.writer(), id);
    if (bad && !(resumes && stay && is_heard(*bad, *stay))) return tl::unexpected(*bad);
    if (!stay) return fail(nrm::problems::kConflict);
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
  return with_stay(desk, session, "pathway.pause", id, track, false,
                   [&](log::Act& act, const Stay& stay) -> Result<void> {
                     const Stopping times{act.writer(), desk.pack, stay, act.now()};
                     if (!times.stops_any(reason)) return fail(nrm::problems::kConflict);
                     if (!times.may_stop(reason, kind_of(act, session.team))) return fail(problems::kNotYours);
                     if (times.stands_still(reason)) return fail(nrm::problems::kConflict);
                     clocks::pause(act, subject_of(stay), reason, desk.pack);
                     // The clock keeps the rule of its start, which may not know this reason.
                     if (!Stopping{act.writer(), desk.pack, stay, act.now()}.stands_still(reason))
                       return fail(nrm::problems::kConflict);
                     keep_pause(act, session, stay, reason);
                     tell_of_pause(act, stay, session.team);
                     act.note("reason", reason);
                     return {};
                   });
}

Result<void> resume(const Desk& desk, const access::Session& session, const CaseId& id, const std::string& track,
                    const std::string& reason) {
  if (auto fine = check_words(track, reason); !fine) return fine;
  return with_stay(desk, session, "pathway.resume", id, track, true,
                   [&](log::Act& act, const Stay& stay) -> Result<void> {
                     const Stopping times{act.writer(), desk.pack, stay, act.now()};
                     if (!times.stands_still(reason)) return fail(nrm::problems::kConflict);
                     if (!times.may_let_go_on(reason, session.team, kind_of(act, session.team)))
                       return fail(problems::kNotYours);
                     clocks::resume(act, subject_of(stay), reason, desk.pack);
                     end_pause(act, session, stay, reason);
                     tell_of_resumption(act, stay, session.team);
                     act.note("reason", reason);
                     return {};
                   });
}

}  // namespace nrm::identification
