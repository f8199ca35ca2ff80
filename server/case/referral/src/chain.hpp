// Who was asked, who is asked and who stands by: one chain a need. A stand-in is a referral of its own in the state
// draft, sealed and asleep, that its receiver knows nothing of.
#pragma once

#include "nrm/referral/coordination.hpp"
#include "store.hpp"

namespace nrm::referral {

inline constexpr std::string_view kMoveOnRule = "referral-moves-on";

ReferralId origin_of(const ReferralRow& row);
// By position.
std::vector<ReferralRow> chain_of(storage::Reader& reader, const ReferralId& origin);
// Of these the ones that wait to be asked.
std::vector<ReferralRow> stand_ins_of(storage::Reader& reader, const ReferralId& origin);
std::int64_t next_position(storage::Reader& reader, const ReferralId& origin);
// Nobody else needs to be asked. Their seals go, and their receivers never hear of them.
void end_stand_ins(log::Act& act, const ReferralRow& row);

// Why a team cannot be asked for a need: "closed", "not-confirmed", "no-service", "own-team", "suspended" (nobody of it
// is active), "no-keys" (nobody active opens any of these kinds; of none named: any kind). Nothing where it can.
struct Asking {
  TeamId team;
  std::optional<TeamId> sender;  // nothing: whoever it is
  std::string need;
  std::set<access::Compartment> kinds = {};
};
std::optional<std::string> why_not_able(storage::Reader& reader, const Asking& asking);
// An open referral of the case for this need to this team.
std::optional<ReferralRow> find_open(log::Act& act, const CaseId& case_id, const std::string& need, const TeamId& team);
// Why a stand-in cannot be woken now: as above, or "no-basis", "paused", "already-asked", "no-place". Holds a place for
// it where nothing stands against it and one is wanted.
std::optional<std::string> why_not_woken(log::Act& act, const ReferralRow& stand_in);
// Wakes seals and starts the clock; the receiver is told. By the clock, or by the sender who redirects.
struct Waking {
  ReferralId previous;
  Step step;
};
void wake(log::Act& act, const pathway::Pack& pack, const ReferralRow& stand_in, const Waking& waking);

// Onwards from a receiver that declined, is late, or whose basis ended: the first stand-in that can be woken. Those
// that cannot are noted, with the reason. Where there is none, the coordinators look for somebody; a refusal of the
// only one that was ever asked is the sender's own affair.
void move_on(log::Act& act, const pathway::Pack& pack, const ReferralRow& row);
// As soon as this act is done, in an act of the clock's own: whoever refuses leaves no trace of who is asked next in
// her body's log.
void move_on_soon(log::Act& act, const ReferralRow& row);
// Somebody else did something about it first.
void stop_moving_on(log::Act& act, const ReferralId& id);

// --- what is left to the sender ---
// The team's referrals that were declined or lapsed while nobody else is asked or stands by: the case is open, nothing
// later was sent for its need, and the sender has not settled it.
std::vector<ReferralRow> left_to_sender(log::Act& act, const TeamId& team);
// As above, or in the queue: the sender may say that nobody is needed any more.
bool may_settle(log::Act& act, const ReferralRow& row);

// --- the coordinators' queue ---
// The coordinators of the sender's region and of the whole country are told; where none of them is there, all.
void enter_queue(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, std::string_view rule);
void leave_queue(log::Act& act, const ReferralId& id);
// Nobody is looked for any more for a case that is closed or was none.
void leave_queue_of_case(log::Act& act, std::string_view case_id);
// Who of the case's team asks anew for the need has its earlier requests that ended without help in hand: they leave
// the queue, go on to nobody, and who stood by for them stands by no more.
void take_in_hand(log::Act& act, const CaseId& id, const TeamId& team, const std::string& need);
std::optional<Coordination> coordination_of(storage::Reader& reader, const ReferralId& id);
// Under the caller's decision.
std::vector<QueueItem> queue_of(log::Act& act, const pathway::Pack& pack, const std::optional<std::string>& region);

}  // namespace nrm::referral
