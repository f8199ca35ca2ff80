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
#include "nrm/work/item.hpp"

namespace nrm::referral {

namespace problems {
inline constexpr ProblemType kReceiverCannotHelp{"referral.receiver-cannot-help", 409};  // does not offer the need
inline constexpr ProblemType kLineClosed{"referral.line-closed", 409};      // paused or over: end it without a note
inline constexpr ProblemType kHelpBegan{"referral.help-began", 409};        // not recalled any more: ask on the line
inline constexpr ProblemType kAlreadyAsked{"referral.already-asked", 409};  // param "reference": the one that is open
inline constexpr ProblemType kNobodyStandsBy{"referral.nobody-stands-by", 409};  // name a receiver
}  // namespace problems

// The pack's code lists.
inline constexpr std::string_view kDeclineReasons = "decline-reason";
inline constexpr std::string_view kRecallReasons = "recall-reason";
inline constexpr std::string_view kOutcomes = "outcome";
inline constexpr std::size_t kMaxLineText = 4000;     // code points: two pages, more belongs into a field
inline constexpr std::size_t kMaxLineMessages = 200;  // read in one answer, each opened from its seal

// --- the sender ---
// Whom else she agreed to: who could stand by for the receiver.
struct Candidate {
  TeamId team;
  BasisId basis;
  std::vector<std::string> fields;     // what of the present values its basis covers
  std::optional<std::string> why_not;  // a code, as of a skipped stand-in: it cannot be asked now
};
struct Preview {
  struct Item {
    std::string name;
    std::string group;
    bool value_present = false;
  };
  BasisId basis;
  std::vector<Item> fields;  // those that the basis covers
  UtcTime answer_due_at;
  std::vector<Candidate> candidates;         // of those that offer the need
  std::optional<std::string> already_asked;  // the reference of an open referral of this need to this team
};
Result<Preview> preview(const Desk& desk, const access::Session& session, const CaseId& case_id, const TeamId& receiver,
                        const std::string& need, bool urgent);

// When a referral goes on to the next that stands by, with nobody signed in.
enum class MoveOn { when_declined_or_late, when_late, never };
std::string_view name_of(MoveOn move_on);  // "when-declined-or-late"
std::optional<MoveOn> parse_move_on(std::string_view name);

inline constexpr std::size_t kMaxAlternatives = 5;
struct Alternative {
  TeamId team;
  BasisId basis;  // its own: she agreed to that team too
};
struct NewReferral {
  CaseId case_id;
  BasisId basis;
  TeamId receiver;
  std::string need;                 // a service kind of the pack
  std::vector<std::string> fields;  // what the parcel carries
  std::string question;             // may be empty
  bool urgent = false;
  std::vector<Alternative> alternatives = {};  // in this order; each is sent what of the fields its basis covers
  MoveOn move_on = MoveOn::when_declined_or_late;
  bool hold_place = false;                            // of the receiver's stated places; places.none-free
  std::optional<ReferralId> previous = std::nullopt;  // of the same case and sender, at its end: asked anew
};
struct StandIn {
  ReferralId id;
  std::string reference;
  TeamId team;
};
struct Sent {
  ReferralId id;
  std::string reference;
  UtcTime answer_due_at;
  std::vector<StandIn> stand_ins = {};
};
// An alternative that cannot be asked is refused under "/alternatives/<n>/…" with the code of the reason.
Result<Sent> send(const Desk& desk, const access::Session& session, const NewReferral& input);

// Away from a receiver that has not accepted, to the next that stands by (or a named one of them), or to another team.
// Who stands by for the old one stands by for the new one.
struct Redirection {
  std::optional<ReferralId> stand_in = std::nullopt;
  std::optional<TeamId> receiver = std::nullopt;
  std::optional<BasisId> basis = std::nullopt;  // for a receiver
  std::vector<std::string> fields = {};         // none: the same as before
  std::string question = {};                    // of a receiver
  bool hold_place = false;                      // of a receiver
};
Result<Sent> redirect(const Desk& desk, const access::Session& session, const ReferralId& id, const Redirection& input);

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
// Why a clock of hers stands still, by her own word: a reason that the pack's rule takes from the receiver.
inline constexpr std::string_view kReceiverPauses[] = {"person-not-reachable"};
Result<Standing> pause_clock(const Desk& desk, const access::Session& session, const ReferralId& id,
                             const std::string& reason);
Result<Standing> resume_clock(const Desk& desk, const access::Session& session, const ReferralId& id,
                              const std::string& reason);

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
  consent::Access access = consent::Access::open;              // the receiver's, to what the parcel holds
  bool stands_by = false;                                      // may still be asked; the sender's own eyes only
  std::vector<std::string> paused_by = {};                     // why the clock that runs now stands still
  std::optional<UtcTime> first_contact_due_at = std::nullopt;  // once accepted
  std::optional<pathway::ClockState> first_contact_state = std::nullopt;  // nothing once it was made
};
enum class Box { in, out };
Result<Page<Summary>> list(const Desk& desk, const access::Session& session, Box box, std::optional<State> state,
                           const PageRequest& page);

struct HistoryItem {
  // A state's name, or "reminder", "overdue", "first-contact-reminder", "first-contact-overdue", "question-reminder",
  // "question-overdue", "clock-paused", "clock-resumed", "do-not-contact", "paused", "resumed", "basis-ended",
  // "corrected"; for the sender also "skipped" (a stand-in, with the reason), "queued" (the coordinators look for
  // somebody), "suggested" (by a coordinator).
  std::string what;
  UtcTime at;
  std::optional<TeamId> actor_team;  // nothing: a clock, or the person's own withdrawal
  std::optional<std::string> reason_code;
  std::optional<TeamId> about_team = std::nullopt;  // who was skipped or suggested
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
// One of those asked, or standing by, for the same need in the same chain.
struct ChainLink {
  ReferralId id;
  std::string reference;
  TeamId to_team;
  State state;
  std::int64_t position = 0;  // 0: the first that was asked
  bool stands_by = false;     // may still be asked
  std::vector<std::string> fields;
};
// The coordinators are looking for somebody.
struct Coordination {
  UtcTime since;
  std::optional<TeamId> suggestion;
  std::optional<UtcTime> suggested_at;
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
  bool place_wanted = false;
  std::optional<std::string> place = std::nullopt;  // "held" or "confirmed"
  // The sender's own eyes only:
  MoveOn move_on = MoveOn::never;
  std::vector<ChainLink> chain = {};                  // by position
  std::optional<ReferralId> previous = std::nullopt;  // whom this one follows
  std::optional<ReferralId> next = std::nullopt;      // who follows this one
  std::optional<Coordination> coordination = std::nullopt;
};
Result<View> read(const Desk& desk, const access::Session& session, const ReferralId& id);

// The case's referrals, stand-ins too, newest first: the own team's, and for the team that holds the case everybody's.
struct CaseReferral {
  Summary summary;
  std::optional<ReferralId> origin;
  std::optional<ReferralId> previous;
  std::int64_t position = 0;
};
Result<std::vector<CaseReferral>> list_of_case(const Desk& desk, const access::Session& session, const CaseId& id);

// What waits in these teams' lists: referrals to answer, answers to wait for, and refusals after which nobody
// else is asked. A work::Source.
std::vector<work::Item> open_work(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams);

}  // namespace nrm::referral
