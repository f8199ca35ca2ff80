// Checkpoints as signed notes (docs/formats/checkpoints.md; C2SP signed-note, tlog-checkpoint, tlog-cosignature).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::log {

using crypto::Digest;

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  std::uint64_t number = 0;  // extension line "number": checkpoints have no gaps
  std::int64_t time = 0;     // extension line "time": seconds since 1970
  bool operator==(const Checkpoint&) const = default;
};

enum class KeyType : std::uint8_t { note = 1, cosignature = 4 };
// A public key by name: "name+keyid+base64(type ‖ key)".
struct VerifierKey {
  std::string name;
  KeyType type = KeyType::note;
  crypto::SignPublic key;
  std::string text() const;
  std::array<std::uint8_t, 4> id() const;
  static std::optional<VerifierKey> parse(std::string_view text);
  bool operator==(const VerifierKey&) const = default;
};
// A key name and a log's origin: 1 to 200 printable ASCII characters without space and plus.
bool is_key_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::array<std::uint8_t, 4> key_id{};
  Bytes signature;
  std::string line() const;  // without its end of line
  static std::optional<NoteSignature> parse(std::string_view line);
};

struct Note {
  std::string body;  // what is signed
  Checkpoint checkpoint;
  std::vector<NoteSignature> signatures;
  std::string text() const;
  // At most 16 KiB and 32 signatures; every byte is canonical: text() gives back what was parsed.
  static std::optional<Note> parse(std::string_view text);
};

Note sign_checkpoint(const Checkpoint& checkpoint, const Key32& seed);
bool is_signed_by(const Note& note, const VerifierKey& log_key);

// A witness says: at this time I saw this checkpoint, and it extends every one that I saw before.
NoteSignature cosign(const Note& note, const std::string& witness, const Key32& seed, std::int64_t unix_seconds);
// The time of the cosignature; nothing where it is not this key's over this checkpoint.
std::optional<std::int64_t> verify_cosignature(const Note& note, const NoteSignature& cosignature,
                                               const VerifierKey& witness_key);

}  // namespace nrm::log
