// A referral: one team asks another to take on one need; always answered. Each function is one act of a session.
// A team that is neither sender nor receiver gets kernel.not-found, as for a referral that does not exist.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/consent/basis.hpp"
#include "nrm/kernel/paging.hpp"
#include "nrm/referral/desk.hpp"
#include "nrm/referral/rules.hpp"

namespace nrm::referral {

namespace problems {
inline constexpr ProblemType kReceiverCannotHelp{"referral.receiver-cannot-help", 409};  // does not offer the need
inline constexpr ProblemType kLineClosed{"referral.line-closed", 409};  // paused or over: end it without a note
}  // namespace problems

// The pack's code lists.
inline constexpr std::string_view kDeclineReasons = "decline-reason";
inline constexpr std::string_view kRecallReasons = "recall-reason";
inline constexpr std::string_view kOutcomes = "outcome";
inline constexpr std::size_t kMaxLineText = 4000;     // code points: two pages, more belongs into a field
inline constexpr std::size_t kMaxLineMessages = 200;  // read in one answer, each opened from its seal

// --- the sender ---
struct Preview {
  struct Item {
    std::string name;
    std::string group;
    bool value_present = false;
  };
  BasisId basis;
  std::vector<Item> fields;  // those that the basis covers
  UtcTime answer_due_at;
};
Result<Preview> preview(const Desk& desk, const access::Session& session, const CaseId& case_id, const TeamId& receiver,
                        const std::string& need, bool urgent);

struct NewReferral {
  CaseId case_id;
  BasisId basis;
  TeamId receiver;
  std::string need;                 // a service kind of the pack
  std::vector<std::string> fields;  // what the parcel carries
  std::string question;             // may be empty
  bool urgent = false;
};
struct Sent {
  ReferralId id;
  std::string reference;
  UtcTime answer_due_at;
};
Result<Sent> send(const Desk& desk, const access::Session& session, const NewReferral& input);

struct Standing {
  State state;
  std::int64_t version = 0;
};
Result<Standing> recall(const Desk& desk, const access::Session& session, const ReferralId& id,
                        const std::string& reason);

// --- the receiver ---
// What was sent later about fields of the parcel; nothing: the field holds no value any more.
struct OpenedCorrection {
  std::int64_t number = 1;
  UtcTime at;
  std::map<std::string, std::optional<Personal<std::string>>> fields;
};
struct OpenedParcel {
  std::map<std::string, Personal<std::string>> fields;  // as they were sent
  std::vector<access::Compartment> withheld;            // parts that the member's role does not open
  std::vector<OpenedCorrection> corrections;            // oldest first
};
// The receiver's first opening is the arrow "see". The sender may open what was sent; that moves nothing.
Result<OpenedParcel> open(const Desk& desk, const access::Session& session, const ReferralId& id,
                          const std::string& purpose, const std::string& reason);
Result<Standing> accept(const Desk& desk, const access::Session& session, const ReferralId& id);
struct Decline {
  std::string reason;
  std::optional<TeamId> suggestion;
  std::string note;  // for the sender, on the line; may be empty
};
Result<Standing> decline(const Desk& desk, const access::Session& session, const ReferralId& id, const Decline& input);
Result<Standing> make_first_contact(const Desk& desk, const access::Session& session, const ReferralId& id, UtcTime at);
Result<Standing> begin_help(const Desk& desk, const access::Session& session, const ReferralId& id);
struct Completion {
  std::string outcome;
  std::string note;
};
Result<Standing> complete(const Desk& desk, const access::Session& session, const ReferralId& id,
                          const Completion& input);
Result<Standing> end(const Desk& desk, const access::Session& session, const ReferralId& id, const Completion& input);

// --- both: the line ---
struct LineTag;
using LineId = Id<LineTag>;
Result<LineId> ask(const Desk& desk, const access::Session& session, const ReferralId& id, const std::string& text);
Result<LineId> answer(const Desk& desk, const access::Session& session, const ReferralId& id, const LineId& question,
                      const std::string& text);

// --- both: looking ---
struct Summary {
  ReferralId id;
  std::string reference;
  std::string need;
  bool urgent = false;
  State state;
  TeamId from_team;
  TeamId to_team;
  UtcTime sent_at;
  std::optional<UtcTime> seen_at;
  UtcTime answer_due_at;
  std::optional<pathway::ClockState> clock_state;  // nothing once answered
  bool unread = false;
  bool do_not_contact = false;
  consent::Access access = consent::Access::open;  // the receiver's, to what the parcel holds
};
enum class Box { in, out };
Result<Page<Summary>> list(const Desk& desk, const access::Session& session, Box box, std::optional<State> state,
                           const PageRequest& page);

struct HistoryItem {
  // A state's name, or "reminder", "overdue", "do-not-contact", "paused", "resumed", "basis-ended".
  std::string what;
  UtcTime at;
  std::optional<TeamId> actor_team;  // nothing: a clock, or the person's own withdrawal
  std::optional<std::string> reason_code;
};
struct LineItem {
  LineId id;
  std::string kind;  // question, answer, note
  TeamId from_team;
  UtcTime at;
  std::optional<LineId> question;
  std::optional<Personal<std::string>> text;  // nothing where the role does not open the line
};
// A field of the parcel, and whether the case says something else by now.
struct CarriedField {
  std::string name;
  bool changed = false;
};
struct View {
  Summary summary;
  std::int64_t version = 0;
  std::optional<std::string> reason_code;
  std::optional<TeamId> suggestion;
  std::optional<CaseId> case_id;  // the sender's own eyes only
  std::vector<HistoryItem> history;
  std::vector<LineItem> line;
  std::vector<ArrowName> allowed;     // what the reading team may do now
  std::vector<CarriedField> carried;  // the sender's own eyes only
  bool correctable = false;           // the sender may send a correction now, given a basis
};
Result<View> read(const Desk& desk, const access::Session& session, const ReferralId& id);

struct WorkItem {
  std::string id;
  std::string kind;  // a task's kind, "answer-referral" or "await-answer"
  std::optional<CaseId> case_id;
  std::optional<ReferralId> referral;
  std::string reference;
  std::optional<UtcTime> due_at;
  pathway::ClockState state = pathway::ClockState::on_time;
  std::string need;            // of a referral
  std::optional<TeamId> team;  // the other end of a referral: who waits, or who is waited for
};
// The team's tasks and the clocks of its referrals, earliest due first; at most 200.
Result<std::vector<WorkItem>> work_of(const Desk& desk, const access::Session& session);

}  // namespace nrm::referral
