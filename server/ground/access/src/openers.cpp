#include "openers.hpp"

#include <algorithm>

namespace nrm::access {
namespace {

std::string place_of(const MemberId& member, std::string_view kind) {
  return fmt::format("member-key:{}:{}", member.text(), kind);
}

Bytes hash_of(const Key32& verifier) {
  const auto digest = crypto::sha256({view_of("nrm verifier"), verifier.expose()});
  return {digest.begin(), digest.end()};
}

void keep_opener(log::Act& act, const MemberId& member, std::string_view kind, const Key32& member_seed,
                 const StretchedPassword& by) {
  const auto wrapped =
      crypto::seal(by.keys.key_opener, 1, member_seed.expose(), view_of(place_of(member, kind)), act.random());
  act.run(
      "INSERT INTO member_key_opener (member, kind, salt, memory_bytes, passes, wrapped, verifier_hash, changed_at) "
      "VALUES ($member, $kind, $salt, $memory, $passes, $wrapped, $hash, $now) "
      "ON CONFLICT (member, kind) DO UPDATE SET salt = excluded.salt, memory_bytes = excluded.memory_bytes, "
      "passes = excluded.passes, wrapped = excluded.wrapped, verifier_hash = excluded.verifier_hash, "
      "changed_at = excluded.changed_at",
      {{"member", member},
       {"kind", kind},
       {"salt", ByteView{by.salt}},
       {"memory", by.cost.memory_bytes},
       {"passes", by.cost.passes},
       {"wrapped", wrapped},
       {"hash", hash_of(by.keys.verifier)},
       {"now", act.now()}});
}

}  // namespace

std::optional<Opener> find_opener(storage::Reader& reader, const MemberId& member, std::string_view kind) {
  const auto row = reader.query_one(
      "SELECT salt, memory_bytes, passes, wrapped, verifier_hash FROM member_key_opener "
      "WHERE member = $member AND kind = $kind",
      {{"member", member}, {"kind", kind}});
  if (!row) return std::nullopt;
  Opener out;
  if (row->blob("salt").size() != out.salt.size()) fail_bug("a stored salt has another size");
  std::copy(row->blob("salt").begin(), row->blob("salt").end(), out.salt.begin());
  out.cost = {static_cast<std::uint64_t>(row->integer("memory_bytes")),
              static_cast<std::uint64_t>(row->integer("passes"))};
  out.wrapped = row->blob("wrapped");
  out.verifier_hash = row->blob("verifier_hash");
  return out;
}

bool bears_out(const Opener& opener, const Key32& verifier) {
  return equal_constant_time(opener.verifier_hash, hash_of(verifier));
}

std::optional<Key32> open_member_key(const Opener& opener, const MemberId& member, std::string_view kind,
                                     const Key32& key_opener) {
  return crypto::open_key(key_opener, opener.wrapped, view_of(place_of(member, kind)));
}

void keep_password_opener(log::Act& act, const MemberId& member, const Key32& member_seed,
                          const StretchedPassword& password) {
  keep_opener(act, member, kByPassword, member_seed, password);
}

std::optional<crypto::PasswordKeys> keys_of_recovery(const SecretText& code) {
  const auto key = crypto::key_of_recovery_code(code.expose());
  if (!key) return std::nullopt;
  return crypto::PasswordKeys{crypto::derive(*key, "verifier"), crypto::derive(*key, "opener")};
}

SecretText keep_recovery_opener(log::Act& act, const MemberId& member, const Key32& member_seed) {
  auto code = crypto::make_recovery_code(act.random());
  const auto keys = keys_of_recovery(code);
  if (!keys) fail_bug("a recovery code just made does not read");
  keep_opener(act, member, kByRecovery, member_seed, {crypto::Salt{}, {0, 0}, *keys});
  return code;
}

crypto::Salt salt_of_nobody(const ServerSecrets& secrets, std::string_view account) {
  const auto digest = crypto::keyed_hash(secrets.hash_key, view_of(fmt::format("salt:{}", account)));
  crypto::Salt out{};
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

}  // namespace nrm::access
