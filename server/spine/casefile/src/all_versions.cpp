#include "admission.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/casefile/versions.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {

Result<std::vector<ValueVersion>> read_all_versions(log::Act& act, const access::Permit& permit, const CaseId& id,
                                                    Compartment kind) {
  if (const auto admitted = admit(act, permit, id, kind); !admitted) return tl::unexpected(admitted.error());
  CaseKeys keys{act, permit, id};
  std::vector<ValueVersion> out;
  for (const auto& row : act.query("SELECT field, value_version, key_version, ciphertext, written_at FROM sealed_value "
                                   "WHERE case_id = $case_id "
                                   "AND compartment = $compartment ORDER BY field, value_version",
                                   {{"case_id", id}, {"compartment", access::name_of(kind)}})) {
    if (find_field(row.text("field")) == nullptr) continue;  // what modules keep for themselves
    const auto key_version = static_cast<std::uint32_t>(row.integer("key_version"));
    const auto key = keys.version(kind, key_version);
    if (!key) return tl::unexpected(key.error());
    const ValuePlace place{id, kind, row.text("field"), static_cast<std::uint32_t>(row.integer("value_version")),
                           key_version};
    std::string plain;
    const auto opening = open_value(key->key, place, row.blob("ciphertext"), plain);
    if (opening == Opening::broken) return fail(nrm::problems::kNotFound);
    ValueVersion version{place.field, place.value_version, row.time("written_at"), std::nullopt};
    if (opening == Opening::value) version.value = Personal{std::move(plain)};
    out.push_back(std::move(version));
  }
  return out;
}

}  // namespace nrm::casefile
