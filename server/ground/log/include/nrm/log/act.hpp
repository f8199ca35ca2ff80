// The unit of work, and the only way to write domain tables: one transaction, one leaf, its reactions, jobs and
// signals. It does not commit without the leaf. Reading sealed data is an act too: leaf first, then plaintext.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
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
  std::string reason;  // why a compartment was opened; sealed
  std::string request_id;
  bool read_only = false;  // reads sealed data and writes nothing but its leaf: goes on while the disk is full
};

namespace problems {
inline constexpr ProblemType kDiskFull{"log.disk-full", 507};
}
std::vector<ProblemType> log_problems();

class Journal;
class DiskReserve;
class ReadingHabits;
struct SealedLeaf;

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
  storage::Writer& writer() { return writer_; }  // for jobs::schedule, and wherever a Reader is asked for

  const Header& header() const { return header_; }
  const LeafId& leaf() const { return leaf_; }
  UtcTime now() const { return now_; }  // one time for the whole act
  Random& random() { return random_; }
  const Clock& clock() const { return clock_; }

  // What the leaf tells beside its header: codes, opaque ids and hashes of ciphertexts; never personal values.
  void note(std::string key, std::string value);
  // Late facts: an act that opens a case knows its id only inside.
  void set_subject(Subject subject) { header_.subject = std::move(subject); }
  // Runs the reactions registered for this moment with the object's id, inside this act.
  void react(std::string_view moment, std::string_view object);
  // A durable job after the act.
  void signal(std::string kind, std::string subject);

 private:
  friend class Journal;
  Act(Journal& journal, storage::Writer& writer, Header header);
  void append_leaf(std::string_view outcome, std::string_view problem = {});
  SealedLeaf seal_leaf(std::string_view outcome, std::string_view problem = {});
  static storage::WritePermit permit() { return {}; }

  Journal& journal_;
  storage::Writer& writer_;
  Header header_;
  UtcTime now_;
  Random& random_;
  const Clock& clock_;
  LeafId leaf_;
  std::map<std::string, std::string> notes_;
};

// The moment at the end of every act of a request that wrote more than its leaf; the object is the request's id.
inline constexpr std::string_view kRequestDone = "request.done";

// A reaction: code of a higher module that runs inside an act. No I/O, no keys.
using Reaction = std::function<void(Act&, std::string_view object)>;

struct JournalOptions {
  // A file beside the database that holds disk space for the leaves of reads; empty: none is kept.
  std::filesystem::path reserve_path;
  std::uint64_t reserve_bytes = 64ULL << 20U;  // some 100,000 leaves: days of reading
};

// Thread-safe.
class Journal {
 public:
  Journal(storage::Database& database, const Clock& clock, Random& random, const JournalOptions& options = {});
  ~Journal();

  // Runs `work` in an act. An error rolls everything back, then leaves a leaf "<action>" with outcome "refused" (rate
  // capped per actor and action) and gives the error on. Exceptions roll back and go on. `work` may run up to three
  // times, each time with a fresh Act: PostgreSQL asks for it, as does a reading act that turns out to write.
  template <class T>
  Result<T> act(const Header& header, const std::function<Result<T>(Act&)>& work) {
    std::optional<Result<T>> out;
    auto refused = run(header, [&](Act& act) -> std::optional<Problem> {
      out.emplace(work(act));
      return out->has_value() ? std::nullopt : std::optional<Problem>{out->error()};
    });
    if (refused) return Failure{std::move(*refused)};
    return std::move(*out);
  }
  void on(std::string moment, Reaction reaction);  // at start, before the first act
  storage::Database& database() { return database_; }
  const Clock& clock() const { return clock_; }
  Random& random() { return random_; }
  // The disk was full, and has no room for writes yet: reads of sealed data go on.
  bool disk_is_full() const;

 private:
  friend class Act;
  using Work = std::function<std::optional<Problem>(Act&)>;
  std::optional<Problem> run(const Header& header, const Work& work);
  std::optional<Problem> run_once(const Header& header, const Work& work);
  std::optional<Problem> run_in_writer(const Header& header, const Work& work);
  bool run_beside_writer(const Header& header, const Work& work, std::optional<Problem>& refused);
  bool append(const SealedLeaf& leaf);
  void leave_refusal(const Header& header, const Problem& problem);

  storage::Database& database_;
  const Clock& clock_;
  Random& random_;
  std::multimap<std::string, Reaction, std::less<>> reactions_;
  std::unique_ptr<DiskReserve> reserve_;
  std::unique_ptr<ReadingHabits> habits_;
};

// --- log keys: X25519 pairs whose public half is in the clear, so that a clock can write with nobody signed in ---
// Each create_… makes the pair once and gives the seed to the caller, who seals it: access an organisation's to its
// auditors, casefile a case's to its team's casework key and to its organisation's log key, app the instance's to the
// first auditor. A pair that is there already is a bug.
Key32 create_case_log_key(Act& act, const CaseId& case_id);
Key32 create_organisation_log_key(Act& act, const OrganisationId& organisation);
// For acts without a case or an organisation; founding makes it in its first act.
Key32 create_instance_log_key(Act& act);
std::optional<crypto::BoxPublic> case_log_key(storage::Reader& reader, const CaseId& case_id);
std::optional<crypto::BoxPublic> organisation_log_key(storage::Reader& reader, const OrganisationId& organisation);
std::optional<crypto::BoxPublic> instance_log_key(storage::Reader& reader);

}  // namespace nrm::log
