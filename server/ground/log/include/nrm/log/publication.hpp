// What of the log anybody may have: checkpoints, proofs, hashes, cosignatures, the export.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "nrm/log/act.hpp"
#include "nrm/log/merkle.hpp"
#include "nrm/log/note.hpp"

namespace nrm::log {

namespace problems {
inline constexpr ProblemType kBadRange{"log.bad-range", 422};              // not that many leaves
inline constexpr ProblemType kUnknownWitness{"log.unknown-witness", 403};  // an administrator adds a witness first
inline constexpr ProblemType kBadCosignature{"log.bad-cosignature", 422};
inline constexpr ProblemType kForeignCheckpoint{"log.foreign-checkpoint", 409};
}  // namespace problems

// The whole log as lines of JSON for `opennrm-verify log`. Sealed details go along: who has no key reads none.
void export_log(storage::Reader& reader, std::ostream& out);

// With its witnesses' cosignatures; nothing while the log is empty.
std::optional<Note> latest_checkpoint(storage::Reader& reader);
std::optional<Note> checkpoint_of_size(storage::Reader& reader, std::uint64_t size);
// At most 50, by number.
std::vector<Note> checkpoints_after(storage::Reader& reader, std::optional<std::uint64_t> number);

struct Inclusion {
  std::uint64_t index = 0;
  Digest leaf{};
  std::vector<Digest> proof;
};
Result<Inclusion> prove_inclusion(storage::Reader& reader, std::uint64_t index, std::uint64_t size);
Result<std::vector<Digest>> prove_consistency(storage::Reader& reader, std::uint64_t from, std::uint64_t to);
// Hashes of leaves [from, to), at most 1,000.
Result<std::vector<Digest>> leaf_hashes(storage::Reader& reader, std::uint64_t from, std::uint64_t to);

Result<void> add_witness(Act& act, const VerifierKey& key);
Result<void> accept_cosignature(Journal& journal, std::string_view checkpoint_note, std::string_view cosignature_line);

struct WitnessStatus {
  std::string name;
  std::uint64_t size = 0;  // of the newest checkpoint it cosigned
  std::optional<UtcTime> at;
};
struct LogStatus {
  std::string key;  // what witnesses are given once: name+id+key; empty before the first checkpoint
  std::uint64_t size = 0;
  std::uint64_t unnumbered = 0;
  std::optional<UtcTime> checkpoint_at;
  std::vector<WitnessStatus> witnesses;
};
LogStatus status(storage::Reader& reader);

}  // namespace nrm::log
