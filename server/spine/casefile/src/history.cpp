#include "nrm/casefile/history.hpp"

#include "begin_opening.hpp"
#include "nrm/casefile/sealing.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {
namespace {

storage::Rows versions_of(log::Act& act, const CaseId& id, const Field& field) {
  return act.query(
      "SELECT value_version, key_version, ciphertext, written_at, written_by FROM sealed_value WHERE case_id = "
      "$case_id "
      "AND compartment = $compartment AND field = $field ORDER BY value_version DESC LIMIT $limit",
      {{"case_id", id},
       {"compartment", access::name_of(field.compartment)},
       {"field", field.name},
       {"limit", kMaxVersions}});
}

}  // namespace

Result<std::vector<PastValue>> open_history(log::Act& act, const access::Permit& permit, const CaseId& id,
                                            const Field& field) {
  if (const auto begun = begin_opening(act, permit, id, field.compartment); !begun)
    return tl::unexpected(begun.error());
  CaseKeys keys{act, permit, id};
  act.note("field", std::string{field.name});
  std::vector<PastValue> out;
  for (const auto& row : versions_of(act, id, field)) {
    const auto key_version = static_cast<std::uint32_t>(row.integer("key_version"));
    const auto key = keys.version(field.compartment, key_version);
    if (!key) return tl::unexpected(key.error());
    const auto version = static_cast<std::uint32_t>(row.integer("value_version"));
    std::string plain;
    const auto opening = open_value(key->key, {id, field.compartment, std::string{field.name}, version, key_version},
                                    row.blob("ciphertext"), plain);
    if (opening == Opening::broken) return fail(nrm::problems::kNotFound);
    std::optional<Personal<std::string>> value;
    if (opening == Opening::value) value.emplace(std::move(plain));
    out.push_back({std::move(value), version, row.time("written_at"), row.id<MemberId>("written_by")});
  }
  return out;
}

}  // namespace nrm::casefile
