// Grounds beside consent. Each names an article or a danger, is confirmed by a second person of the team in an act of
// that person's own, ends on a day, and is told to the organisation's data protection officer.
#pragma once

#include "nrm/consent/record.hpp"

namespace nrm::consent {

struct OtherGround {
  std::string ground;
  std::string article;  // of the pack's list; empty where a danger is described
  std::string danger;   // sealed with the case
  std::string purpose;
  TeamId receiver;
  std::set<std::string> field_groups;
  std::optional<Date> until;
};
struct GroundFacts {
  const pathway::GroundTable& table;
  bool receiver_known = false;
  bool receiver_is_own_team = false;
  bool receiver_controls_migration = false;
  Date today{};
};
inline constexpr std::size_t kMaxDanger = 2000;
// Pure.
std::vector<FieldProblem> find_ground_faults(const OtherGround& said, const GroundFacts& facts);

// Pending: nothing is passed on under it before somebody else of the team has confirmed it.
Result<BasisId> record_other_ground(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                    const CaseId& id, const OtherGround& said);
// kSecondPerson for whoever recorded it, in whatever role or session.
Result<void> confirm_ground(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                            const BasisId& basis, bool agrees);

enum class Verdict { in_order, not_in_order };
std::string_view name_of(Verdict verdict);
// What the data protection officer sees: nothing about the person, and of the case a number that leads nowhere.
struct GroundNotice {
  BasisId id;
  std::string number;
  std::string ground;
  std::string article;  // empty: a danger, described in the case
  std::string purpose;
  TeamId team;
  TeamId receiver;
  std::set<std::string> field_groups;
  UtcTime recorded_at;
  MemberId recorded_by;
  std::optional<UtcTime> confirmed_at;
  std::optional<MemberId> confirmed_by;
  std::optional<UtcTime> until;
  std::string state;
  std::optional<UtcTime> review_due_at;
  std::optional<UtcTime> reviewed_at;
  std::optional<std::string> verdict;
};
// Of the session's organisation, newest first, at most 200. A coordinator sees those whose table tells coordinators.
std::vector<GroundNotice> ground_notices(log::Act& act, const access::Permit& permit, const pathway::Pack& pack);
// How many await a review, and the earliest day: for the work list of the data protection officer.
struct ReviewItem {
  BasisId id;
  std::string number;
  std::optional<UtcTime> due_at;
};
std::vector<ReviewItem> reviews_due(storage::Reader& reader, const OrganisationId& organisation);
// Once. The note is sealed to the team that keeps the case; the officer holds no key and cannot read it again.
Result<void> review_ground(log::Act& act, const access::Permit& permit, const BasisId& basis, Verdict verdict,
                           const std::string& note);
// The note of the review, for the case's team; nothing where there is none or the role does not open it.
std::optional<Personal<std::string>> review_note(log::Act& act, const access::Permit& permit, const BasisId& basis);

}  // namespace nrm::consent
