// The unit of work, and the only way to write domain tables: one transaction, one leaf, its reactions, jobs and signals.
// It does not commit without the leaf. Reading sealed data is an act too: leaf first, then plaintext.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/id.hpp"
#include "nrm/kernel/problem.hpp"
#include "nrm/kernel/random.hpp"
#include "nrm/kernel/time.hpp"
#include "nrm/storage/database.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::log {

storage::Schema schema();

// Who acts. Made by access from a session (member), by a job (clock), or for the founding and the nameless (system).
struct Actor {
  enum class Kind { member, clock, system };
  Kind kind = Kind::system;
  std::optional<MemberId> member;
  std::optional<TeamId> team;
  std::optional<OrganisationId> organisation;
  std::string rule;  // clock: the rule's id; system: why
};

// Which key the leaf's detail is sealed to: the case's log key, or the organisation's (else the instance's).
struct Subject {
  std::optional<CaseId> case_id;
  std::optional<OrganisationId> organisation;
  std::string object;  // opaque id of what is acted on; no personal value
};

struct Header {
  Actor actor;
  std::string action;   // "referral.send": listed by its module; its class (the part before the dot) is in the leaf
  std::string purpose;  // closed list of access; empty for acts that touch no person
  Subject subject;
  std::string reason;   // why a compartment was opened; sealed
  std::string request_id;
};

class Journal;

// Valid only inside the callback of Journal::act. One thread.
class Act {
 public:
  Act(const Act&) = delete;
  Act& operator=(const Act&) = delete;

  storage::Rows query(std::string_view sql, const storage::Params& params = {}) { return writer_.query(sql, params); }
  std::optional<storage::Row> query_one(std::string_view sql, const storage::Params& params = {}) {
    return writer_.query_one(sql, params);
  }
  std::int64_t run(std::string_view sql, const storage::Params& params = {}) { return writer_.run(sql, params); }
  storage::Writer& writer() { return writer_; }  // for jobs::schedule

  const Header& header() const { return header_; }
  UtcTime now() const { return now_; }  // one time for the whole act
  Random& random() { return random_; }
  const Clock& clock() const { return clock_; }

  // What the leaf tells beside its header: codes, opaque ids and hashes of ciphertexts; never personal values.
  void note(std::string key, std::string value);
  // Late facts: an act that opens a case knows its id only inside.
  void set_subject(Subject subject) { header_.subject = std::move(subject); }
  // Creates a case's log key pair, once, when a case is opened. The public half is kept here in the clear; the seed is
  // given to the caller, who seals it to the team and to the organisation's log key.
  Key32 create_case_log_key(const CaseId& case_id);
  // Runs the reactions registered for this moment with the object's id, inside this act.
  void react(std::string_view moment, std::string_view object);
  // A durable job after the act.
  void signal(std::string kind, std::string subject);

 private:
  friend class Journal;
  Act(Journal& journal, storage::Writer& writer, Header header, UtcTime now);
  void append_leaf();

  Journal& journal_;
  storage::Writer& writer_;
  Header header_;
  UtcTime now_;
  Random& random_;
  const Clock& clock_;
  std::map<std::string, std::string> notes_;
  static storage::WritePermit permit() { return {}; }
};

// A reaction: code of a higher module that runs inside an act. No I/O, no keys.
using Reaction = std::function<void(Act&, std::string_view object)>;

// Thread-safe.
class Journal {
 public:
  Journal(storage::Database& database, const Clock& clock, Random& random);

  // Runs `work` in an act. An error rolls everything back, then leaves a leaf "<action>" with outcome "refused" (rate
  // capped per actor) and gives the error on. Exceptions roll back and go on.
  template <class T>
  Result<T> act(const Header& header, const std::function<Result<T>(Act&)>& work) {
    std::optional<Result<T>> out;
    run(header, [&](Act& act) -> std::optional<Problem> {
      out.emplace(work(act));
      return out->has_value() ? std::nullopt : std::optional<Problem>{out->error()};
    });
    return std::move(*out);
  }
  void on(std::string moment, Reaction reaction);  // at start, before the first act
  storage::Database& database() { return database_; }
  const Clock& clock() const { return clock_; }
  Random& random() { return random_; }

 private:
  friend class Act;
  void run(const Header& header, const std::function<std::optional<Problem>(Act&)>& work);
  void leave_refusal(const Header& header, const Problem& problem);

  storage::Database& database_;
  const Clock& clock_;
  Random& random_;
  std::multimap<std::string, Reaction, std::less<>> reactions_;
};

// --- log keys: X25519 pairs whose public half is in the clear, so that a clock can write with nobody signed in ---
// The seed of an organisation's log key is sealed (by access) to its auditors; of a case's log key (by casefile) to its
// team's casework key and to its organisation's log key.
Key32 create_organisation_log_key(Act& act, const OrganisationId& organisation);
std::optional<crypto::BoxPublic> organisation_log_key(storage::Reader& reader, const OrganisationId& organisation);

}  // namespace nrm::log
