// A case's life after its opening: closed and re-opened, opened in error, merged into another of the same team and
// taken apart again. Clear are only times, states and which case stands for which; why is sealed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

namespace problems {
inline constexpr ProblemType kClosed{"casefile.closed", 409};  // re-open it to write
inline constexpr ProblemType kMerged{"casefile.merged", 409};  // write in the surviving case, or take them apart
inline constexpr ProblemType kOpenedInError{"casefile.opened-in-error", 409};
inline constexpr ProblemType kNotClosed{"casefile.not-closed", 409};
inline constexpr ProblemType kNotMerged{"casefile.not-merged", 409};
}  // namespace problems

// Moments; the object is the case's id.
inline constexpr std::string_view kCaseClosed = "case.closed";
inline constexpr std::string_view kCaseReopened = "case.reopened";
inline constexpr std::string_view kCaseOpenedInError = "case.opened-in-error";

struct Life {
  std::optional<UtcTime> closed_at;
  std::optional<MemberId> closed_by;
  std::optional<UtcTime> error_marked_at;
  std::optional<CaseId> merged_into;  // the case that stands for this one
  bool open() const { return !closed_at && !error_marked_at && !merged_into; }
};
std::string_view state_of(const Life& life);  // "open", "closed", "merged", "opened-in-error"
std::optional<Life> life_of(storage::Reader& reader, const CaseId& id);
// The problem that forbids writing; nothing where the case is open. Every behaviour that writes into a case asks.
std::optional<Problem> why_read_only(storage::Reader& reader, const CaseId& id);

// A closed case is read-only. `final_state` is the protection track's; empty: the pack has none. The cases that it
// stands for close with it. By the holding team; kClosed, kMerged, kOpenedInError.
struct Closure {
  std::string reason;  // a code of the pack's list "closure-reason"
  std::string note;    // at most kMaxClosureNote; may be empty
};
inline constexpr std::size_t kMaxClosureNote = 4000;
Result<void> close_case(log::Act& act, const access::Permit& permit, const CaseId& id, const Closure& closure,
                        const std::string& final_state);
// What closed with it opens with it. kNotClosed.
Result<void> reopen_case(log::Act& act, const access::Permit& permit, const CaseId& id);
// What was said at the last closing; nothing where it was never closed or the member does not open the casework.
Result<std::optional<Personal<Closure>>> closure_of(log::Act& act, const access::Permit& permit, const CaseId& id);

// Gone from lists, searches and figures; the team reads it until it is erased. Whether something was sent or decided is
// for those to say who know.
Result<void> mark_opened_in_error(log::Act& act, const access::Permit& permit, const CaseId& id);

// `absorbed` points to `survivor` from now on. Nothing moves between keys: each keeps its values, bases and referrals.
// Both are the team's own and stand for themselves (kMerged), the survivor is open.
Result<void> merge_cases(log::Act& act, const access::Permit& permit, const CaseId& survivor, const CaseId& absorbed);
// As it was before. The survivor that it points to; kNotMerged.
Result<CaseId> unmerge_case(log::Act& act, const access::Permit& permit, const CaseId& absorbed);

// The case that stands for this one in the end: itself where it is not merged.
CaseId survivor_of(storage::Reader& reader, const CaseId& id);
// The case and everything that it stands for, by id.
std::vector<CaseId> with_absorbed(storage::Reader& reader, const CaseId& id);
struct Absorbed {
  CaseId id;
  std::string reference;
  CaseId into;
  UtcTime merged_at;
};
std::vector<Absorbed> absorbed_by(storage::Reader& reader, const CaseId& id);

}  // namespace nrm::casefile
