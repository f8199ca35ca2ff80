// Asking for an erasure, carrying it out, holding it back. Each function runs in an act of a session of the case's
// team.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nrm/access/decide.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::retention {

struct RequestTag;
using RequestId = Id<RequestTag>;
struct HoldTag;
using HoldId = Id<HoldTag>;

namespace problems {
inline constexpr ProblemType kSecondPerson{"retention.second-person", 409};  // somebody else must carry it out
inline constexpr ProblemType kHeld{"retention.held", 409};                   // until the day of the hold
inline constexpr ProblemType kAlreadyAsked{"retention.already-asked", 409};
inline constexpr ProblemType kOver{"retention.over", 409};  // carried out, taken back or ended before
}  // namespace problems

inline constexpr std::size_t kMaxNote = 2000;      // code points: what she said, and what was told to her
inline constexpr std::size_t kMaxReference = 500;  // an article, a file number
inline constexpr int kLongestHoldDays = 2 * 366;   // a longer one is placed anew, by somebody who looks again
inline constexpr std::string_view kEraseDueTask = "erase-due";
inline constexpr std::string_view kConfirmErasureTask = "confirm-erasure";

// Empty classes: the whole case.
using Classes = std::set<std::string>;

struct Wish {
  std::string why;  // "subject-request", "retention", "opened-in-error"
  Classes classes;
  std::string note;  // sealed with the case
};
struct Asked {
  RequestId id;
  std::string state;  // "asked", or "held" while a hold lives
  std::optional<UtcTime> held_until;
};
Result<Asked> ask_erasure(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                          const Wish& wish);
// By somebody else than who asked. The act's header must not name the case: of the whole case nothing may be left.
Result<void> carry_out(log::Act& act, const access::Permit& permit, const RequestId& id);
Result<void> take_back(log::Act& act, const access::Permit& permit, const RequestId& id);

// Whether a living hold keeps the classes (an empty set: anything) of the case. What is kept of one part of a person is
// kept of all.
bool is_held(storage::Reader& reader, const CaseId& id, const Classes& classes);

struct NewHold {
  std::string reason;     // "criminal-case", "court-order", "complaint", "legal-duty"
  std::string reference;  // sealed with the case
  Classes classes;
  Date until;  // the last day
};
struct Hold {
  HoldId id;
  std::string reason;
  Classes classes;
  UtcTime placed_at;
  UtcTime until;
  std::optional<UtcTime> lift_asked_at;
  std::optional<UtcTime> ended_at;
  std::string ended_how;                             // "clock", "lifted"
  std::optional<Personal<std::string>> reference{};  // where the member's role opens it
};
Result<HoldId> place_hold(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                          const NewHold& input);
enum class Lifting { asked, lifted };
// The first person asks, another lifts.
Result<Lifting> lift_hold(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const HoldId& id);

struct Due {
  std::string number;  // opaque: what a data protection officer calls it
  std::string retention_class;
  std::string then;  // "erase", "pseudonymise"
  UtcTime due_at;
  UtcTime overdue_at;
  std::string state;  // "kept", "due", "overdue", "held"
};
struct Request {
  RequestId id;
  std::string why;
  Classes classes;
  std::string state;  // "asked", "held", "done", "taken-back"
  UtcTime asked_at;
  std::optional<MemberId> asked_by;
  std::optional<UtcTime> ended_at;
};
struct CaseRetention {
  std::vector<Due> due;
  std::vector<Hold> holds;
  std::vector<Request> requests;
};
Result<CaseRetention> view_case(log::Act& act, const access::Permit& permit, const CaseId& id);

struct TeamItem {
  CaseId case_id;
  std::string reference;
  std::optional<Due> due;
  std::optional<Request> request;
};
inline constexpr int kLongestList = 500;
// What waits for the team: what is due, and what somebody asked. Earliest first.
std::vector<TeamItem> list_of_team(log::Act& act, const TeamId& team);

struct OfficeItem {
  std::string number;
  TeamId team;
  std::string kind;  // "due", "request", "hold"
  std::string state;
  std::string why;  // a request's or a hold's reason, the class of what is due
  UtcTime since;
  std::optional<UtcTime> until;
};
// Of one organisation, without a case's id or reference. Newest last.
std::vector<OfficeItem> list_of_office(log::Act& act, const OrganisationId& organisation);

}  // namespace nrm::retention
