// Places: what a provider says is free, and what is held of it for referrals. Stated, held and confirmed are shown with
// their age; of many who reach for the last place exactly one gets it.
//
// What is free is counted in one number a team and service. A statement sets it; a hold takes one away and is refused
// at zero; the end of a hold or of a confirmed place gives one back. A statement says whether its number counts the
// places that are promised here already (they are taken off it then) or leaves them out (it stands as it is). Either
// way a place that is promised is never given a second time, and one that comes back is never lost.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/log/act.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::places {

// After the directory's: its first migration takes over what the directory kept before.
storage::Schema schema();

namespace problems {
inline constexpr ProblemType kNoneFree{"places.none-free", 409};  // ask without a place, or ask somebody else
}  // namespace problems
std::vector<ProblemType> places_problems();
// A merged team's places and holds go to the team that took it in.
void register_reactions(log::Journal& journal);

// Inside the act that sends, or wakes, the referral. Takes one of what the team stated as free for the service and is
// not held or confirmed; kNoneFree where nothing is left. At most one hold a referral: one that it has elsewhere is
// given back; the same again changes nothing.
Result<void> hold(log::Act& act, const TeamId& team, std::string_view service, const ReferralId& referral);
// The provider accepted: the hold becomes a confirmed place. Nothing happens where none was held.
void confirm(log::Act& act, const ReferralId& referral);
// Whatever ends the referral gives the place back. Nothing happens where none is held or confirmed.
void release(log::Act& act, const ReferralId& referral);
// The referral ends because its receiver took the whole case over: who is in the place stays in it. What was confirmed
// is not given back, the receiver's next statement counts it; what was only held is.
void leave_taken(log::Act& act, const ReferralId& referral);

enum class Standing { held, confirmed };
std::string_view name_of(Standing standing);  // "held", "confirmed"
struct Hold {
  ReferralId referral;
  TeamId team;
  std::string service;
  Standing standing;
  UtcTime since;  // of this standing
};
std::optional<Hold> hold_of(storage::Reader& reader, const ReferralId& referral);
// Longest first.
std::vector<Hold> holds_of(storage::Reader& reader, const TeamId& team);

struct Stock {
  std::string service;
  std::int64_t stated = 0;  // free by the provider's own word, at stated_at
  UtcTime stated_at;
  bool counts_promised = true;  // whether `stated` counted what was promised here then
  std::int64_t held = 0;        // in force now
  std::int64_t confirmed = 0;   // in force now
  std::int64_t free = 0;        // never below zero
};
std::vector<Stock> stock_of(storage::Reader& reader, const TeamId& team);
// Of every team that stated something for the service.
std::vector<std::pair<TeamId, Stock>> stock_for(storage::Reader& reader, std::string_view service);

inline constexpr std::int64_t kMaxPlaces = 10'000;
struct Statement {
  std::string service;
  std::int64_t free = 0;  // 0 to kMaxPlaces
  // Whether `free` counts the places that are promised here already, held or confirmed.
  bool counts_promised = true;
};
// In place of what the team stated for the service before. kInvalid for a service that it does not offer.
Result<void> state(log::Act& act, const TeamId& team, const Statement& statement);

struct PastStatement : Statement {
  std::int64_t promised = 0;  // held or confirmed when it was said
  UtcTime stated_at;
};
// Newest first, at most `limit`.
std::vector<PastStatement> statements_of(storage::Reader& reader, const TeamId& team, std::size_t limit);

}  // namespace nrm::places
