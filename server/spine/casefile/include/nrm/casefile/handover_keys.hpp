// A whole case goes to another team. Its keys are given ahead, asleep, so that the act in which the other team accepts
// needs nobody of the team that gives it. Why it may go is for those to say who know bases.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "nrm/casefile/seal.hpp"

namespace nrm::casefile {

// What a key of a case belongs to: the case itself, its log, a parcel that was sent for it, …
struct KeySubject {
  std::string kind;
  std::string id;
};

// Every key that the session's team holds over these subjects and `to` was not given yet is given to it: asleep,
// without a basis, because it is to be the holding team's own. Kinds that the member's role does not open are left for
// a colleague. The number of keys given; casefile.no-receiver-key where the other team lacks a key of a kind.
Result<std::int64_t> give_ahead(log::Act& act, const access::Permit& permit, const std::vector<KeySubject>& subjects,
                                const TeamId& to);
// The kinds of which `from` holds keys that `to` has not been given.
std::set<access::Compartment> not_given_ahead(storage::Reader& reader, const std::vector<KeySubject>& subjects,
                                              const TeamId& from, const TeamId& to);
void take_back_ahead(log::Act& act, const std::vector<KeySubject>& subjects, const TeamId& from_receiver);
// To whom keys of this case were given ahead: whoever makes a new one gives it to them too.
std::vector<TeamId> given_ahead_to(storage::Reader& reader, const CaseId& id);

// What was given ahead wakes; what the old team held goes.
void hand_over_keys(log::Act& act, const std::vector<KeySubject>& subjects, const TeamId& from, const TeamId& into);

// In the act that hands a case over; the object is "<case>:<old team>:<new team>". A module's rows of that case that
// name the old team as the one that holds it name the new one from then on; what tells who did something then stays.
inline constexpr std::string_view kCaseHandedOver = "case.handed-over";
struct HandedOver {
  CaseId case_id;
  TeamId from;
  TeamId into;
};
HandedOver handed_over_of(std::string_view object);

// After hand_over_keys: the case is the session's team's, kept by its member. Its open tasks come along with their due
// times; a restriction stays and names nobody but the new keeper; the new team's own joint membership ends; new keys
// are asked for, because the old team knew these.
void hand_over_case(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& from);

}  // namespace nrm::casefile
