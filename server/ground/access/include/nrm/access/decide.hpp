// The one decision: role × relation to the object × purpose, default deny, from one table (actions.cpp), which is also
// what the security matrix test reads. Called inside the act, on facts loaded in the same transaction, so a right
// that ended before the commit opens nothing.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/access/session.hpp"

namespace nrm::access {

// How the actor's team stands to the object; a fact the behaviour loads.
enum class Relation { instance, own_account, own_organisation, own_team, sender, receiver };

struct ActionRule {
  std::string_view action;          // "referral.send"
  Roles roles;                      // any of these
  std::vector<Relation> relations;  // any of these
  bool needs_purpose = false;
};
// Purposes: assist, protect, identify, refer, health-care, legal-aid, criminal-investigation, child-protection, return,
// statistics, oversight, subject-request. None for immigration enforcement exists.
bool is_purpose(std::string_view purpose);
// Whether one of the roles ends, merges and erases cases.
bool decides_cases(const Roles& roles);
const std::vector<ActionRule>& action_rules();

// A living break-glass of the session's member on the very case that the act is about; see break_glass.hpp.
struct Emergency {
  CaseId case_id;
  std::string category;
  std::set<Compartment> kinds;
};

// Proof that the decision was taken; only decide() makes one, and keys open for nothing else. Bound to one act.
class Permit {
 public:
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;
  Permit(Permit&&) = default;
  const Session& session() const { return *session_; }
  // Given to the action "compartment.open" and to no other: what is opened in an emergency is only read.
  const std::optional<Emergency>& emergency() const { return emergency_; }

 private:
  friend Result<Permit> decide(log::Act&, const Session&, Relation);
  explicit Permit(const Session& session) : session_{&session} {}
  const Session* session_;
  std::optional<Emergency> emergency_ = std::nullopt;
};

// Action and purpose are those of the act's header. Also re-reads, in this transaction, that the session lives and the
// member is not suspended (kSignedOut else). A refusal is problems::kNotFound: missing and forbidden are one answer.
Result<Permit> decide(log::Act& act, const Session& session, Relation relation);

}  // namespace nrm::access
