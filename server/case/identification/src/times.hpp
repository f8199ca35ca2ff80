// When a step may be taken: which clocks a state starts, and what holds a step back.
#pragma once

#include <map>

#include "store.hpp"

namespace nrm::identification {

// The tracks whose states this instance keeps: those of the pack that casefile has a clear column for.
std::vector<const pathway::Track*> tracks_of(const pathway::Pack& pack);
// The step and its track; nothing where the pack has none of that id on such a track.
struct Found {
  const pathway::Track* track = nullptr;
  const pathway::Transition* step = nullptr;
};
std::optional<Found> find_step(const pathway::Pack& pack, std::string_view transition);
// Whether role and kind of body may take the step.
bool may_take(const pathway::Track& track, const pathway::Transition& step, const access::Roles& roles,
              std::string_view organisation_kind);
// Whether any step out of the state is for that kind of body.
bool concerns(const pathway::Track& track, std::string_view state, std::string_view organisation_kind);
// Whether that kind of body keeps the time: by a step that the time is of; by any out of the state where the pack names
// none.
bool keeps_time(const pathway::Track& track, std::string_view state, const pathway::ClockRule& rule,
                std::string_view organisation_kind);
// Whether that kind of body leads a case on from the state: by more than ending it, where there is more to be done.
bool takes_on(const pathway::Track& track, std::string_view state, std::string_view organisation_kind);

// The clocks that start when the case comes to the state: those of the pathway, then latest times of steps out of it. A
// time that is said twice, of a clock and of each step that keeps it, runs once, under the first name.
std::vector<pathway::ClockRule> rules_at(const pathway::Pathway& pathway, std::string_view track,
                                         std::string_view state);
// What a rule's on_breach says where its time is a window for asking: when it is over nobody is late.
inline constexpr std::string_view kLapses = "lapses";
bool lapses(const pathway::Pack& pack, std::string_view rule);
bool is_over(const pathway::Pack& pack, const clocks::Running& clock, UtcTime now);
// The same time said twice.
bool is_same_time(const pathway::ClockRule& one, const pathway::ClockRule& other);

struct Earliest {
  bool started = true;        // false: what it counts from has not come
  bool stands_still = false;  // and while it does it does not pass
  std::optional<UtcTime> at;  // nothing where there is no earliest time
};
// What the step's earliest time and the minimum clocks of the same moment say.
Earliest earliest_for(storage::Reader& reader, const pathway::Pack& pack, const casefile::CaseFacts& facts,
                      const pathway::Transition& step);
// Of the clock that keeps the step's latest time.
std::optional<clocks::Running> latest_for(storage::Reader& reader, const pathway::Pack& pack, const CaseId& id,
                                          const Found& found);

// Whose work late steps are. Asks for each team once, however many are late.
class LateTeams {
 public:
  // Both outlive it.
  LateTeams(storage::Reader& reader, const pathway::Pack& pack) : reader_{reader}, pack_{pack} {}
  // Of the teams that hold the case those whose kind of body takes what is late, else the one that the case is of.
  std::vector<TeamId> of(const Stay& stay);

 private:
  const std::string& kind_of(const TeamId& team);

  storage::Reader& reader_;
  const pathway::Pack& pack_;
  std::map<TeamId, std::string> kinds_;
};

// The state now, and since when.
UtcTime since_of(storage::Reader& reader, const casefile::CaseFacts& facts, std::string_view track);

}  // namespace nrm::identification
