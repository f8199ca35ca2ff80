// Giving a case new compartment keys after somebody lost the right to the old ones. Whoever lost it is refused at once;
// the old values get a new key as a task with a clock, because only a signed-in holder can do it: 24 hours for the
// team, then its custodians are told, then the data protection officer.
#pragma once

#include <map>
#include <set>

#include "nrm/access/leaving.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::casefile {

inline constexpr std::string_view kRekeyTask = "rekey-case";
inline constexpr std::chrono::hours kRekeyDue{24};
// Opens the team's task; idempotent while one is open. Kinds that got new keys before this get them again: whoever
// lost the right now may have opened those.
void ask_rekey(log::Act& act, const CaseId& id);

// Values in one act: bounds its time and its leaf.
inline constexpr std::size_t kRekeyBatch = 400;

struct Rekeyed {
  std::int64_t resealed = 0;               // values sealed under a new key in this act
  bool more = false;                       // ask again: the case has more than one act's worth
  std::set<access::Compartment> awaiting;  // kinds that this member cannot open: a colleague must do them
};
// A new key for each kind that the session's member opens, sealed to every team that holds the present one; all
// versions of all values, the card and the name forms sealed under it; the old keys' seals deleted when nothing is left
// under them. casefile.value-broken where a stored value does not fit its place: nothing is thrown away. Closes the
// task with the last kind.
Result<Rekeyed> rekey_case(log::Act& act, const access::Permit& permit, const CaseId& id,
                           std::size_t limit = kRekeyBatch);

// When a kind's last old key has gone; the object is "<case id>:<compartment>".
inline constexpr std::string_view kCaseRekeyed = "case.rekeyed";

struct RekeyCall {
  CaseId id;
  TeamId team;
  UtcTime due;
  access::Told told = access::Told::team;
};
std::vector<RekeyCall> rekey_calls_of(storage::Reader& reader, const TeamId& team);
std::map<std::string, jobs::Handler> rekey_job_handlers(log::Journal& journal);

}  // namespace nrm::casefile
