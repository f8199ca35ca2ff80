// What the behaviours need beside a session, and what the module brings along.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nrm/jobs/jobs.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::handover {

// The pathway's clock of an answer; its breach tells both teams.
inline constexpr std::string_view kAnswerRule = "handover-answer";

// What the preview says of modules that this one does not know: a time that runs on the case's way, and letters.
struct RunningTime {
  std::string rule;
  const pathway::Labels* labels = nullptr;  // of the pack
  pathway::ClockKind kind = pathway::ClockKind::maximum;
  std::optional<UtcTime> due_at;  // of a minimum: the step may be taken from then on; nothing while it stands still
  pathway::ClockState state = pathway::ClockState::on_time;
};
struct LetterCount {
  std::int64_t open = 0;     // nobody has answered
  std::int64_t to_tell = 0;  // her word ended it, and the body is still to be told
};

// Both outlive the desk. Thread-safe. The two questions are asked of each part of a case; empty: there is nothing.
struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
  std::function<std::vector<RunningTime>(storage::Reader&, const CaseId&, UtcTime)> times = {};
  std::function<LetterCount(storage::Reader&, const CaseId&)> letters = {};
};

storage::Schema schema();
std::vector<ProblemType> handover_problems();
// The end of an offer that nobody answered: one act by clock(handover-lapse), once, over any restart.
std::map<std::string, jobs::Handler> job_handlers(const Desk& desk);
// At start, before the first act.
void register_reactions(log::Journal& journal);

}  // namespace nrm::handover
