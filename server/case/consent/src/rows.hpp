// The rows of bases and what the behaviours share. Inside an act only.
#pragma once

#include "nrm/consent/withdrawal.hpp"

namespace nrm::consent {

inline constexpr std::string_view kBasisColumns =
    "SELECT id, case_id, decision, ground, purpose, receiver, field_groups, recorded_at, recorded_by, explained_by, "
    "until, withdrawn_at, confirmed_at, paused_at FROM consent_basis ";
// What an INSERT gives the column nth: with $case_id.
inline constexpr std::string_view kNextNth =
    "(SELECT COALESCE(MAX(nth), 0) + 1 FROM consent_basis WHERE case_id = $case_id)";
RecordedBasis row_of(const storage::Row& row, UtcTime now);
std::string joined(const std::set<std::string>& groups);
std::set<std::string> split(std::string_view text);
// What is agreed with a receiver is ended or paused by the team that the case is of; a team that holds it with others
// only for itself. kNotFound, kRestricted.
Result<void> may_end(log::Act& act, const access::Permit& permit, const CaseId& id,
                     const std::optional<TeamId>& receiver);
// A consent counts or may count: not ended by anybody's word.
bool has_not_ended(const RecordedBasis& basis);

// Nothing is known to be wrong with the receiver before this.
struct ReceiverFacts {
  bool known = false;
  bool own_team = false;
  bool controls_migration = false;
};
ReceiverFacts receiver_facts(log::Act& act, const access::Permit& permit, const TeamId& receiver);

// Ends one basis: its seals go, its clocks stop, "basis.withdrawn" runs.
void end_basis(log::Act& act, const BasisId& basis, End why);
// A consent that she paused and nobody took back.
bool sleeps(const RecordedBasis& basis);
// Its seals open again and "basis.resumed" runs.
void wake_basis(log::Act& act, const BasisId& basis);
// A basis of the case or of another that stands for her.
struct FoundBasis {
  CaseId case_id;
  RecordedBasis basis;
};
std::optional<FoundBasis> find_basis_of_person(storage::Reader& reader, const CaseId& id, const BasisId& basis,
                                               UtcTime now);
// Consents to this receiver in all her cases, for one purpose or for all; an older one must not come back to life when
// the newest ends. Gives how many ended.
std::size_t end_consents(log::Act& act, const CaseId& id, const TeamId& receiver,
                         const std::optional<std::string>& purpose, End why);

inline constexpr std::string_view kAskAgain = "ask-again";
inline constexpr std::string_view kConfirmGround = "confirm-ground";
inline constexpr std::string_view kTellPerson = "tell-person";
inline constexpr std::string_view kAnswerReview = "answer-ground-review";
// Closes "ask again" where nothing is left to ask.
Result<void> settle_ask_again(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id);

void start_clocks(log::Act& act, const BasisId& basis, UtcTime until, int ask_again_days);
void stop_clocks(log::Act& act, const BasisId& basis);
void register_erasure(log::Journal& journal);

}  // namespace nrm::consent
