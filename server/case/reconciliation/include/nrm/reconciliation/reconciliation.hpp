// A reconciliation: what one body sent to another in a period, as our ledger has it and as each of the two declares it,
// until both sign how every difference came about. Each function is one act of a session. Who belongs to neither body
// sees figures, small ones hidden; who may not see it at all gets kernel.not-found.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/reconciliation/compare.hpp"
#include "nrm/storage/migrations.hpp"
#include "nrm/work/item.hpp"

namespace nrm::reconciliation {

struct ReconciliationTag;
using ReconciliationId = Id<ReconciliationTag>;
struct LineTag;
using LineId = Id<LineTag>;

struct Pair {
  OrganisationId from;
  OrganisationId to;
};

// What went from one body to the other in [since, until), given by whoever keeps it. No person.
struct Known {
  std::string id;  // "referral:…", "letter:…"
  Entry::Way way = Entry::Way::referral;
  std::string reference;
  std::string need;
  UtcTime sent_at;
};
using Ledger = std::function<std::vector<Known>(storage::Reader&, const Pair&, UtcTime since, UtcTime until)>;

// All outlive the desk. Thread-safe.
struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
  Ledger ledger;
};

namespace problems {
inline constexpr ProblemType kAlreadyOpen{"reconciliation.already-open", 409};  // for these bodies and months
inline constexpr ProblemType kSigned{"reconciliation.signed", 409};             // one has signed: declare anew to go on
inline constexpr ProblemType kNotYours{"reconciliation.not-yours", 409};        // the other side's to answer or confirm
inline constexpr ProblemType kNotReady{"reconciliation.not-ready", 409};  // something is neither settled nor explained
inline constexpr ProblemType kMoved{"reconciliation.moved", 409};         // the ledger or the protocol is another now
}  // namespace problems
std::vector<ProblemType> reconciliation_problems();
storage::Schema schema();

// The kinds of items in the work lists.
inline constexpr std::string_view kDeclareTask = "declare-referrals";
inline constexpr std::string_view kExplainTask = "explain-difference";
inline constexpr std::string_view kConfirmTask = "confirm-explanation";
inline constexpr std::string_view kSignTask = "sign-protocol";

struct NewReconciliation {
  OrganisationId from;
  OrganisationId to;
  Months period;
};
// By a coordinator.
Result<ReconciliationId> open(const Desk& desk, const access::Session& session, const NewReconciliation& input);

// Replaces what the session's side declared. After a signature this opens a new version; what was signed stays.
Result<void> declare_totals(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                            const std::vector<DeclaredTotal>& totals);
// The file as read_declaration() takes it.
Result<void> declare_list(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                          const std::string& bytes);
// Against the ledger as it is now. What people have said stays where the line is still the same.
Result<void> compare_anew(const Desk& desk, const access::Session& session, const ReconciliationId& id);

// Reasons, closed: "enter" makes a late entry of the ledger once the other side agrees; "other" names a document.
inline constexpr std::string_view kEnter = "enter";
const std::vector<std::string>& reasons();
struct Part {
  std::string reason;
  std::int64_t referrals = 1;
  std::string document;  // a number as in is_plain_number(); may be empty
};
struct Answer {
  std::vector<Part> parts;           // come to the size of the line
  std::optional<std::string> entry;  // in doubt, instead: the candidate that it is; empty: none of them
};
inline constexpr std::size_t kMaxAtOnce = 500;  // lines of one answer or confirmation
using LineIds = std::vector<LineId>;
// By the side that must explain. One answer for all these lines.
Result<void> answer(const Desk& desk, const access::Session& session, const ReconciliationId& id, const LineIds& lines,
                    const Answer& answer);
// By the other side: it agrees, or the line is open again.
Result<void> confirm(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                     const LineIds& lines);
Result<void> give_back(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                       const LineIds& lines);

// The hash that the member has seen: nobody signs what has changed meanwhile. kNotReady while a line is open.
Result<void> sign(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                  const std::string& hash);

enum class State { collecting, comparing, ready, signed_once, signed_by_both };
std::string_view name_of(State state);  // "collecting", "comparing", "ready", "signed-once", "signed"

struct Waiting {  // whom it waits for
  bool sender = false;
  bool receiver = false;
};
struct Summary {
  ReconciliationId id;
  Pair pair;
  Months period;
  std::int64_t version = 1;
  State state = State::collecting;
  std::optional<Side> side;  // the session's own; nothing: of neither body
  Waiting waiting;
  UtcTime opened_at;
};
// Newest first, at most 200; of all bodies for a coordinator.
Result<std::vector<Summary>> list(const Desk& desk, const access::Session& session);

struct Stamp {
  TeamId team;
  UtcTime at;
};
struct LineView {
  LineId id;
  Line line;
  std::string state;  // "matched", "open", "answered", "settled"
  Side explains = Side::sender;
  std::vector<Part> parts;
  std::optional<std::string> chosen;  // an entry; empty: none of the candidates
  std::optional<Stamp> answered;
  std::optional<Stamp> settled;
};
struct SideView {
  std::optional<Declaration::Kind> kind;  // nothing: not declared yet
  std::string encoding;
  std::optional<Stamp> declared;
  std::optional<Stamp> signature;
  // Nothing where it is hidden from who belongs to neither body.
  std::optional<std::int64_t> figure_declared, matched, missing_here, missing_there, in_doubt;
};
struct Version {
  std::int64_t number = 1;
  State state = State::collecting;
  std::string hash;  // of what was signed
};
struct View {
  Summary summary;
  std::int64_t shown_version = 1;
  std::vector<Version> versions;
  UtcTime compared_at;
  std::optional<std::int64_t> known, known_referrals, known_letters, known_entered;  // hidden as above
  SideView sender, receiver;
  std::vector<LineView> lines;           // for the two bodies
  std::map<std::string, Entry> entries;  // of the lines' candidates and matches
  std::string protocol;                  // for the two bodies: what is, or would be, signed
  std::string hash;
};
// `version`: the newest where it is nothing.
Result<View> view(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                  std::optional<std::int64_t> version);

// What waits for the session's body: see work::Source.
std::vector<work::Item> work_of(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams);

}  // namespace nrm::reconciliation
