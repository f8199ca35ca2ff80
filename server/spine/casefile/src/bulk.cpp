#include "bulk.hpp"

#include "nrm/casefile/sealing.hpp"
#include "seals.hpp"

namespace nrm::casefile {

Result<BulkOpener> BulkOpener::make(log::Act& act, const access::Permit& permit, Compartment kind, std::string field) {
  const auto newest = access::open_team_key(act, permit, kind);
  if (!newest) return tl::unexpected(newest.error());
  BulkOpener out{act, permit, kind, std::move(field)};
  out.wrap_keys_.emplace(newest->version, wrap_key(newest->seed));
  return out;
}

const Key32* BulkOpener::wrap_key_of(std::uint32_t team_key_version) {
  if (const auto known = wrap_keys_.find(team_key_version); known != wrap_keys_.end()) return &known->second;
  const auto older = access::open_team_key(act_, permit_, kind_, team_key_version);
  if (!older) return nullptr;
  return &wrap_keys_.emplace(team_key_version, wrap_key(older->seed)).first->second;
}

std::optional<std::string> BulkOpener::open(const storage::Row& row) {
  const auto id = row.id<CaseId>("id");
  const auto key_version = static_cast<std::uint32_t>(row.integer("key_version"));
  const auto key = case_key(row, id, key_version);
  if (!key) return std::nullopt;
  std::string out;
  const ValuePlace place{id, kind_, field_, static_cast<std::uint32_t>(row.integer("value_version")), key_version};
  return open_value(*key, place, row.blob("ciphertext"), out) == Opening::value ? std::optional{std::move(out)}
                                                                                : std::nullopt;
}

std::optional<Key32> BulkOpener::case_key(const storage::Row& row, const CaseId& id, std::uint32_t key_version) {
  const SealPlace place{"case", id.text(), kind_, key_version};
  if (row.text("form") == "box") {
    const auto opened = open_seal(act_, permit_, place);
    return opened ? std::optional{*opened} : std::nullopt;
  }
  const auto holder_version = static_cast<std::uint32_t>(row.integer("holder_key_version"));
  const auto* wrap = wrap_key_of(holder_version);
  if (wrap == nullptr) return std::nullopt;
  const auto basis = row.maybe_text("basis");
  const auto team = permit_.session().team;
  const SealRow seal{.place = place,
                     .holder_kind = "team",
                     .holder = team.uuid(),
                     .holder_key_version = holder_version,
                     .form = "wrap",
                     .sealed = {},
                     .basis = basis ? std::optional{BasisId::from_row(*basis)} : std::nullopt,
                     .given_by_team = team,
                     .given_by_key_version = holder_version,
                     .given_at = {}};
  return crypto::open_key(*wrap, row.blob("seal"), associated_data(seal));
}

}  // namespace nrm::casefile
