#include "stored_values.hpp"

#include <fmt/format.h>

#include "nrm/casefile/sealing.hpp"

namespace nrm::casefile {
namespace {

std::uint32_t next_version(log::Act& act, const CaseId& id, Compartment kind, const std::string& field) {
  const auto row = act.query_one(
      "SELECT COALESCE(MAX(value_version), 0) AS newest FROM sealed_value WHERE case_id = $case_id AND "
      "compartment = $compartment AND field = $field",
      {{"case_id", id}, {"compartment", access::name_of(kind)}, {"field", field}});
  return static_cast<std::uint32_t>(row->integer("newest") + 1);
}

storage::Rows newest_rows(log::Act& act, const CaseId& id, Compartment kind, const std::optional<std::string>& field) {
  return act.query(
      "SELECT v.field, v.value_version, v.key_version, v.ciphertext, v.written_at, v.written_by FROM sealed_value v "
      "WHERE v.case_id = $case_id AND v.compartment = $compartment AND (CAST($field AS TEXT) IS NULL OR v.field = "
      "$field) "
      "AND v.value_version = (SELECT MAX(n.value_version) FROM sealed_value n WHERE n.case_id = v.case_id AND "
      "n.compartment = v.compartment AND n.field = v.field) ORDER BY v.field",
      {{"case_id", id}, {"compartment", access::name_of(kind)}, {"field", field}});
}

}  // namespace

Result<void> add_version(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                         Compartment kind, const std::string& field, const std::optional<std::string_view>& value) {
  const auto key = keys.newest_or_made(kind);
  if (!key) return tl::unexpected(key.error());
  const ValuePlace place{id, kind, field, next_version(act, id, kind, field), key->version};
  const auto sealed = seal_value(key->key, place, value, act.random());
  act.run(
      "INSERT INTO sealed_value (case_id, compartment, field, value_version, key_version, ciphertext, written_at, "
      "written_by) VALUES ($case_id, $compartment, $field, $value_version, $key_version, $ciphertext, $written_at, "
      "$written_by)",
      {{"case_id", id},
       {"compartment", access::name_of(kind)},
       {"field", field},
       {"value_version", place.value_version},
       {"key_version", place.key_version},
       {"ciphertext", sealed},
       {"written_at", act.now()},
       {"written_by", permit.session().member}});
  act.note(fmt::format("value:{}:{}", field, place.value_version), to_hex(crypto::sha256(sealed)));
  return {};
}

Result<WrittenValues> open_newest(log::Act& act, CaseKeys& keys, const CaseId& id, Compartment kind,
                                  const std::optional<std::string>& field) {
  WrittenValues out;
  for (const auto& row : newest_rows(act, id, kind, field)) {
    const auto key_version = static_cast<std::uint32_t>(row.integer("key_version"));
    const auto key = keys.version(kind, key_version);
    if (!key) return tl::unexpected(key.error());
    const ValuePlace place{id, kind, row.text("field"), static_cast<std::uint32_t>(row.integer("value_version")),
                           key_version};
    std::string plain;
    const auto opening = open_value(key->key, place, row.blob("ciphertext"), plain);
    // A value that does not fit its place was moved or changed: nothing of the compartment is shown.
    if (opening == Opening::broken) return fail(nrm::problems::kNotFound);
    if (opening == Opening::cleared) continue;
    out.emplace(place.field, WrittenValue{Personal{std::move(plain)}, place.value_version, row.time("written_at"),
                                          row.id<MemberId>("written_by")});
  }
  return out;
}

std::optional<CaseFacts> own_case(log::Act& act, const access::Permit& permit, const CaseId& id) {
  auto facts = find_case(act.writer(), id);
  if (!facts) return std::nullopt;
  const auto team = permit.session().team;
  if (facts->team == team) return facts;
  // The clock ends a membership with its basis; a clock that is late opens nothing.
  const auto joint = act.query_one(
      "SELECT id FROM case_team WHERE case_id = $id AND team = $team AND ended_at IS NULL AND paused_at IS NULL AND "
      "until > $now LIMIT 1",
      {{"id", id}, {"team", team}, {"now", act.now()}});
  return joint ? facts : std::nullopt;
}

bool entitled(const access::Permit& permit, Compartment kind) {
  return access::compartments_of(permit.session().roles).contains(kind);
}

}  // namespace nrm::casefile
