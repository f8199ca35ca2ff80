// The cryptographic primitives and their byte formats (docs/formats/ciphertexts.md). Knows no domain word.
// Every ciphertext begins with: format (1 byte), algorithm (1 byte), key version (4 bytes, big-endian).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "nrm/kernel/bytes.hpp"
#include "nrm/kernel/random.hpp"
#include "nrm/kernel/secret.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::crypto {

// Must be called once before anything else (sodium_init); aborts where libsodium cannot start.
void initialise();

using Digest = std::array<std::uint8_t, 32>;
Digest sha256(ByteView data);
Digest sha256(std::initializer_list<ByteView> parts);
// Keyed BLAKE2b-256.
Digest keyed_hash(const Key32& key, ByteView data);
// BLAKE2b KDF: an independent key for each label (at most 8 bytes, libsodium's context) and number.
Key32 derive(const Key32& key, std::string_view label, std::uint64_t number = 0);
Key32 random_key(Random& random);

// --- symmetric: XChaCha20-Poly1305, random 192-bit nonce, the place bound as associated data ---
Bytes seal(const Key32& key, std::uint32_t key_version, ByteView plaintext, ByteView associated, Random& random);
// Nothing where key, place or a single bit differs: one error kind.
std::optional<Bytes> open(const Key32& key, ByteView sealed, ByteView associated);
// A key that was sealed; no copy of it stays behind. Nothing, too, where it is not 32 bytes long.
std::optional<Key32> open_key(const Key32& key, ByteView sealed, ByteView associated);
std::optional<std::uint32_t> key_version_of(ByteView sealed);

// --- key pairs, both derived from one 32-byte seed ---
struct BoxPublic {
  std::array<std::uint8_t, 32> bytes{};
  bool operator==(const BoxPublic&) const = default;
};
struct SignPublic {
  std::array<std::uint8_t, 32> bytes{};
  bool operator==(const SignPublic&) const = default;
};
struct PublicKeys {
  BoxPublic box;    // X25519
  SignPublic sign;  // Ed25519
  bool operator==(const PublicKeys&) const = default;
};
PublicKeys public_keys(const Key32& seed);
Bytes encode(const PublicKeys& keys);                          // 64 bytes: box, sign
std::optional<PublicKeys> decode_public_keys(ByteView bytes);  // refuses small-order points
// What two people compare: the first 80 bits of SHA-256 over a label and the encoding, as five groups of five decimal
// digits (docs/formats/fingerprints.md).
std::string fingerprint(const PublicKeys& keys);

// --- asymmetric: anonymous sealed box with header; opened with the seed ---
Bytes box_seal(const BoxPublic& to, std::uint32_t key_version, ByteView plaintext, ByteView associated, Random& random);
std::optional<Bytes> box_open(const Key32& seed, ByteView sealed, ByteView associated);
std::optional<Key32> box_open_key(const Key32& seed, ByteView sealed, ByteView associated);

using Signature = std::array<std::uint8_t, 64>;
// Domain-separated: signs label ‖ 0x00 ‖ message.
Signature sign(const Key32& seed, std::string_view label, ByteView message);
bool verify(const SignPublic& key, std::string_view label, ByteView message, ByteView signature);
// Signs the bare message, for formats made by others (checkpoint notes).
Signature sign_raw(const Key32& seed, ByteView message);
bool verify_raw(const SignPublic& key, ByteView message, ByteView signature);

// --- passwords: one Argon2id run, then two independent keys ---
struct PasswordCost {
  std::uint64_t memory_bytes = 64ULL << 20U;  // ASVS floor is 46 MiB at t = 1
  std::uint64_t passes = 3;
};
struct PasswordKeys {
  Key32 verifier;    // stored hashed
  Key32 key_opener;  // wraps the member key; never stored
};
using Salt = std::array<std::uint8_t, 16>;
Salt random_salt(Random& random);
// Blocking and costly (62 ms and more): at most two at a time, see access.
PasswordKeys stretch(const SecretText& password, const Salt& salt, PasswordCost cost = {});

// --- TOTP, RFC 6238: HMAC-SHA-1, 30 s, 6 digits, one step of skew ---
using TotpSecret = SecretBytes<20>;
TotpSecret random_totp_secret(Random& random);
std::string totp_code(const TotpSecret& secret, UtcTime now);
// The step that matched, so that the caller can refuse a step used before.
std::optional<std::uint64_t> match_totp(const TotpSecret& secret, std::string_view code, UtcTime now);
std::string totp_uri(const TotpSecret& secret, std::string_view issuer, std::string_view account);

// --- recovery code: 128 bits, Crockford base32 in groups, shown once ---
SecretText make_recovery_code(Random& random);
// Nothing where the code is malformed. High-entropy input: one keyed hash suffices, no stretching.
std::optional<Key32> key_of_recovery_code(std::string_view code);

}  // namespace nrm::crypto
