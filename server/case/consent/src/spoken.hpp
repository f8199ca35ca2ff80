// What was said in all cases of a person that a member opens, and ending those consents that count no more.
#pragma once

#include "detail.hpp"
#include "person.hpp"
#include "rows.hpp"

namespace nrm::consent {

struct SpokenBasis {
  CaseId case_id;
  RecordedBasis basis;
  Detail detail;
};
// Every consent and refusal, newest first, with what is sealed about it.
Result<std::vector<SpokenBasis>> conversations(log::Act& act, const access::Permit& permit, const PersonCases& person);

bool is_open_consent(log::Act& act, const RecordedBasis& basis);
// Ends the consents among them that have not been taken back. Gives how many.
std::size_t end_those(log::Act& act, const std::vector<SpokenBasis>& said,
                      const std::function<bool(const SpokenBasis&)>& given, End why);

// Who is suspected, over the cases that the member opens.
struct Suspicions {
  Suspected all;
  std::map<CaseId, Suspected> heard;  // of each case: what ended there already
};
Result<Suspicions> suspicions_of(log::Act& act, const access::Permit& permit, const PersonCases& person);
// Agreed to in a place before the suspicion in a case that has not heard it, by whatever name: names are spelled in
// many ways, and to ask once more costs a talk. Or by that name, in whatever place and case.
bool is_suspect(const SpokenBasis& said, const Suspicions& suspicions);

}  // namespace nrm::consent
