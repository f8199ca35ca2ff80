// A restricted case: inside its team only its keeper and the members she named open its compartments. That it exists,
// its reference and its states stay known to the team; names are found and cards are shown only to those who may open.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

namespace problems {
// Says whom to ask; the member's own team knows the case from its list, so this tells nothing new.
inline constexpr ProblemType kRestricted{"casefile.restricted", 409};
}  // namespace problems

inline constexpr std::size_t kMaxNamedMembers = 20;  // more than a team's inner circle is no restriction

struct Restriction {
  MemberId restricted_by;
  UtcTime at;
  std::set<MemberId> named;
};
std::optional<Restriction> find_restriction(storage::Reader& reader, const CaseId& id);
// By its keeper or a case manager. Restricting again replaces the named members, who must be of the team.
Result<void> restrict_case(log::Act& act, const access::Permit& permit, const CaseId& id,
                           const std::set<MemberId>& named);
Result<void> lift_restriction(log::Act& act, const access::Permit& permit, const CaseId& id);

// Whether the restriction keeps this member out; false where there is none.
bool is_kept_from(storage::Reader& reader, const CaseFacts& facts, const access::Session& session);
// The restricted cases of the session's team that she may not open.
std::set<CaseId> cases_kept_from(storage::Reader& reader, const access::Session& session);

// Whether a member may do anything with a case or see who has to do with it: her team holds the case, alone or with
// others (kNotFound), and no restriction keeps her out (kRestricted, with whom to ask).
Result<void> may_work_on(storage::Reader& reader, const access::Session& session, const CaseId& id);
// What binds everybody who has to do with the case is decided by the team that the case is of: to a team that holds it
// with others kNotFound.
Result<void> may_decide_on(storage::Reader& reader, const access::Session& session, const CaseId& id);

}  // namespace nrm::casefile
