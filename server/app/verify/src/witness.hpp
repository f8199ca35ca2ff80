// A witness keeps the last checkpoint it saw and cosigns only what extends it.
#pragma once

#include "files.hpp"
#include "source.hpp"

namespace nrm::verify {

struct WitnessRun {
  std::filesystem::path state_file;
  std::optional<log::VerifierKey> log_key;  // pinned on the first run, from then on kept in the state file
  std::int64_t now_seconds = 0;
};

struct Witnessed {
  log::Note checkpoint;
  log::NoteSignature cosignature;
  bool first = false;   // nothing earlier to compare with
  bool posted = false;  // the source has taken it
};
// Throws Tampered on a roll-back, a fork or a foreign key; the state file then stays as it is, as evidence.
Witnessed witness(Source& source, const WitnessKey& key, const WitnessRun& run);

// The state file: the log's key, an empty line, the last checkpoint.
struct WitnessState {
  log::VerifierKey log_key;
  std::optional<log::Note> last;
};
std::optional<WitnessState> read_state(const std::filesystem::path& file);

}  // namespace nrm::verify
