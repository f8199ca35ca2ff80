// What becomes of a case, with what is open elsewhere taken into account. Acts of the holding team.
#pragma once

#include <string>
#include <vector>

#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/letters/of_case.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/referral/of_case.hpp"

namespace nrm::caselife {

namespace problems {
inline constexpr ProblemType kOpenEnds{"caselife.open-ends", 409};               // recall, end the tasks, or wait
inline constexpr ProblemType kAlreadyActedOn{"caselife.already-acted-on", 409};  // no mistake any more: close it
}  // namespace problems
std::vector<ProblemType> caselife_problems();

// The pack's code lists.
inline constexpr std::string_view kClosureReasons = "closure-reason";
inline constexpr std::string_view kRecallReason = "case-closed";  // of the list "recall-reason"

// What is open with the case and all that it stands for.
struct OpenEnds {
  std::vector<referral::OpenReferral> unanswered;         // sent by the own team: recalled by choice
  std::vector<referral::OpenReferral> unanswered_others;  // sent by a joint team, which alone can recall it
  std::vector<referral::OpenReferral> in_help;            // go on
  std::vector<letters::OpenLetter> letters;               // nobody answered: taken back by choice, whoever wrote them
  std::vector<casefile::Task> tasks;                      // ended by choice
};
OpenEnds open_ends_of(storage::Reader& reader, const CaseId& id);

struct Closing {
  casefile::Closure closure;
  bool recall_referrals = false;  // and letters
  bool end_tasks = false;
};
// kOpenEnds where something is open and was not chosen to end.
Result<void> close(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                   const Closing& closing);
// Whether something was agreed, sent or shared: then it is somebody's case, and not opened in error.
bool was_acted_on(log::Act& act, const CaseId& id);
// kAlreadyActedOn where anything was sent, agreed, refused or given to another team.
Result<void> mark_opened_in_error(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::caselife
