#include <algorithm>

#include "nrm/casefile/rekey.hpp"
#include "nrm/caselife/caselife.hpp"

namespace nrm::caselife {
namespace {

// New keys are owed whatever becomes of the case, so that task neither hinders nor ends.
void add_tasks(OpenEnds& ends, storage::Reader& reader, const CaseId& id) {
  for (auto& task : casefile::tasks_of_case(reader, id))
    if (task.kind != casefile::kRekeyTask) ends.tasks.push_back(std::move(task));
}

void add_referrals(OpenEnds& ends, storage::Reader& reader, const CaseId& id, const std::optional<TeamId>& team) {
  for (auto& open : referral::open_referrals_of(reader, id)) {
    auto& list = !referral::awaits_answer(open.state) ? ends.in_help
                 : open.from_team == team             ? ends.unanswered
                                                      : ends.unanswered_others;
    list.push_back(std::move(open));
  }
}

// Where the protection track ends in one state, a closed case is in it.
std::string final_state_of(const pathway::Pack& pack) {
  const auto* track = pack.pathway.find_track("protection");
  if (track == nullptr) return {};
  const auto is_final = [](const auto& state) { return state.final; };
  if (std::ranges::count_if(track->states, is_final) != 1) return {};
  return std::ranges::find_if(track->states, is_final)->id;
}

}  // namespace

std::vector<ProblemType> caselife_problems() {
  return {problems::kOpenEnds, problems::kAlreadyActedOn};
}

OpenEnds open_ends_of(storage::Reader& reader, const CaseId& id) {
  OpenEnds ends;
  add_tasks(ends, reader, id);
  const auto team = casefile::team_of(reader, id);
  for (const auto& each : casefile::with_absorbed(reader, id)) {
    add_referrals(ends, reader, each, team);
    for (auto& letter : letters::open_letters_of(reader, each)) ends.letters.push_back(std::move(letter));
  }
  return ends;
}

Result<void> close(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                   const Closing& closing) {
  if (casefile::team_of(act.writer(), id) != permit.session().team) return fail(nrm::problems::kNotFound);
  if (const auto bad = casefile::why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  if (!pack.has_code(kClosureReasons, closing.closure.reason))
    return fail(nrm::problems::kInvalid, {{"/reason", "not-in-list", {}}});
  const auto ends = open_ends_of(act.writer(), id);
  const bool unanswered = !ends.unanswered.empty() || !ends.letters.empty();
  if ((unanswered && !closing.recall_referrals) || !ends.unanswered_others.empty() ||
      (!ends.tasks.empty() && !closing.end_tasks))
    return fail(problems::kOpenEnds);
  for (const auto& each : casefile::with_absorbed(act.writer(), id)) {
    const auto recalled = referral::recall_unanswered(act, permit, each, std::string{kRecallReason});
    if (!recalled) return recalled;
  }
  return casefile::close_case(act, permit, id, closing.closure, final_state_of(pack));
}

}  // namespace nrm::caselife
