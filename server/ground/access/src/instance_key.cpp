#include "instance_key.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace nrm::access {
namespace {

constexpr std::string_view kLabel = "nrm team key";

// docs/formats/member_keys.md
Bytes binding_message(const TeamId& team, Compartment kind, std::uint32_t version, ByteView public_keys) {
  auto out = bytes_of(fmt::format("{}:{}:{}:", team.text(), name_of(kind), version));
  out.insert(out.end(), public_keys.begin(), public_keys.end());
  return out;
}

}  // namespace

crypto::SignPublic instance_key_of(const ServerSecrets& secrets) {
  return crypto::public_keys(secrets.binding_seed).sign;
}

std::optional<crypto::SignPublic> instance_key(storage::Reader& reader) {
  const auto row = reader.query_one("SELECT sign_key FROM instance_key WHERE id = 1");
  if (!row || row->blob("sign_key").size() != 32) return std::nullopt;
  crypto::SignPublic out;
  std::copy_n(row->blob("sign_key").begin(), out.bytes.size(), out.bytes.begin());
  return out;
}

void keep_instance_key(storage::Writer& writer, const ServerSecrets& secrets) {
  writer.run("INSERT INTO instance_key (id, sign_key) VALUES (1, $key) ON CONFLICT (id) DO NOTHING",
             {{"key", ByteView{instance_key_of(secrets).bytes}}});
}

crypto::Signature bind_team_key(const ServerSecrets& secrets, const TeamId& team, Compartment kind,
                                std::uint32_t version, const crypto::PublicKeys& keys) {
  return crypto::sign(secrets.binding_seed, kLabel, binding_message(team, kind, version, crypto::encode(keys)));
}

bool is_bound(const crypto::SignPublic& instance, const TeamId& team, Compartment kind, std::uint32_t version,
              ByteView public_keys, ByteView binding) {
  return crypto::verify(instance, kLabel, binding_message(team, kind, version, public_keys), binding);
}

}  // namespace nrm::access
