// A whole case is offered to another team and goes to it when that accepts. Each function is one act of a session. To a
// team that is neither giver nor receiver the answer is kernel.not-found, as for an offer that does not exist.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/handover/desk.hpp"
#include "nrm/handover/rules.hpp"
#include "nrm/referral/of_case.hpp"

namespace nrm::handover {

struct HandoverTag;
using HandoverId = Id<HandoverTag>;

namespace problems {
inline constexpr ProblemType kAlreadyOffered{"handover.already-offered", 409};  // take that offer back first
inline constexpr ProblemType kNotCovered{"handover.not-covered", 409};          // ask her for these groups too
inline constexpr ProblemType kNotComplete{"handover.not-complete", 409};        // the giving team has to complete it
inline constexpr ProblemType kReviewFirst{"handover.review-first", 409};        // an emergency opening waits for review
inline constexpr ProblemType kNotNow{"handover.not-now", 409};  // the basis or the case does not allow it at present
}  // namespace problems

inline constexpr std::size_t kMaxNote = 2000;  // code points: what the other team has to know to decide
// The pack's code list that a refusal names a reason of; the same as for a referral.
inline constexpr std::string_view kDeclineReasons = "decline-reason";
// Keys that lie ahead are a risk that has to end: two weeks are enough for two teams to agree.
inline constexpr std::chrono::hours kLongestOffer{24 * 14};

// --- the giver ---
struct KindCount {
  access::Compartment kind;
  std::int64_t fields = 0;
  std::int64_t files = 0;
};
struct JointTeamLeft {
  TeamId team;
  bool ends = false;  // it is the receiver: it will hold the case alone
};
struct Preview {
  TeamId to_team;
  std::vector<KindCount> kinds;  // those that hold something
  std::int64_t parts = 1;        // the case and those that it stands for
  std::int64_t bases = 0;        // records of what she agreed to or refused
  std::int64_t contacts = 0;     // they stay with the giver and forget the case
  std::int64_t ended_referrals = 0;
  std::vector<casefile::Task> tasks;
  std::vector<RunningTime> times;  // of the steps of its way: the receiver has to keep them, the earliest due first
  LetterCount letters;
  std::vector<referral::OpenReferral> referrals;  // open ones that the giver sent
  std::vector<referral::OpenReferral> to_end;     // open ones to the receiver: they end with the acceptance
  std::vector<JointTeamLeft> joint_teams;
  bool restricted = false;
  bool held = false;  // a legal hold keeps something
  std::optional<BasisId> basis;
  std::optional<UtcTime> basis_until;
  std::set<std::string> uncovered;                // field groups to ask her for
  std::set<access::Compartment> for_a_colleague;  // kinds whose keys this member cannot give
  std::optional<UtcTime> answer_due_at;
  // What stands in the way: "no-basis", "not-covered", "no-receiver-key", "team-closed", "own-team", "read-only",
  // "already-offered", "review-first"; empty: it can be offered.
  std::vector<std::string> hindrances;
};
Result<Preview> preview(const Desk& desk, const access::Session& session, const CaseId& id, const TeamId& to);

struct NewOffer {
  CaseId case_id;
  TeamId to_team;
  bool urgent = false;
  std::string note;  // sealed to both teams; may be empty
};
struct Offered {
  HandoverId id;
  std::string reference;
  UtcTime answer_due_at;
  bool complete = true;  // false: a colleague who opens the other kinds has to complete it
};
Result<Offered> offer(const Desk& desk, const access::Session& session, const NewOffer& input);
// Gives ahead what was not given: kinds that the first member did not open, keys of what was sent since.
Result<Offered> complete(const Desk& desk, const access::Session& session, const HandoverId& id);
Result<State> take_back(const Desk& desk, const access::Session& session, const HandoverId& id);

// --- the receiver ---
// kNotComplete, kNotNow, kReviewFirst, kNotCovered; the offer stands on.
Result<CaseId> accept(const Desk& desk, const access::Session& session, const HandoverId& id);
struct Refusal {
  std::string reason;
  std::string note;  // sealed to both teams; may be empty
};
Result<State> decline(const Desk& desk, const access::Session& session, const HandoverId& id, const Refusal& input);

// --- both ---
struct Summary {
  HandoverId id;
  std::string reference;
  TeamId from_team;
  TeamId to_team;
  State state;
  bool urgent = false;
  UtcTime offered_at;
  std::optional<UtcTime> answer_due_at;  // while it waits
  pathway::ClockState clock_state = pathway::ClockState::on_time;
  UtcTime lapses_at;
  std::optional<UtcTime> ended_at;
  std::optional<CaseId> case_id;  // for the team that holds it, and no other
};
struct HistoryItem {
  std::string what;  // a state's name, "completed", "reminder", "overdue"
  UtcTime at;
  std::optional<TeamId> actor_team;  // nothing: a clock, or her word
  std::optional<std::string> reason_code;
};
// How much waits, while it waits: what the receiver may know before it decides.
struct Size {
  std::int64_t fields = 0;
  std::int64_t files = 0;
  std::int64_t tasks = 0;
  std::int64_t referrals = 0;
};
struct View {
  Summary summary;
  std::int64_t version = 1;
  bool complete = true;
  std::optional<std::string> reason_code;
  std::optional<Size> size;
  std::optional<Personal<std::string>> note;    // nothing where the role or the team does not open it
  std::optional<Personal<std::string>> answer;  // the receiver's
  std::vector<HistoryItem> history;
  std::vector<Arrow> allowed;
};
Result<View> read(const Desk& desk, const access::Session& session, const HandoverId& id);

enum class Box { in, out };
inline constexpr int kLongestList = 200;  // newest first; a team that offers more in a year is looked at otherwise
Result<std::vector<Summary>> list(const Desk& desk, const access::Session& session, Box box);

}  // namespace nrm::handover
