#include <fmt/format.h>

#include <algorithm>
#include "json_text.hpp"
#include "match.hpp"

#include "nrm/casefile/sealing.hpp"
#include "person_facts.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kHtcdsNames[] = {"identity.htcds.prs_FirstName", "identity.htcds.prs_MiddleName",
                                            "identity.htcds.prs_SecondName"};

bool names_something(const Change& change) {
  return change.contains("identity.names") ||
         std::ranges::any_of(kHtcdsNames, [&](auto name) { return change.contains(std::string{name}); });
}

// All name forms of the case as they stand after this change, each with its folded words.
Result<std::string> forms_text(log::Act& act, CaseKeys& keys, const CaseId& id) {
  const auto written = open_newest(act, keys, id, Compartment::identity);
  if (!written) return tl::unexpected(written.error());
  std::vector<std::string> names;
  if (const auto at = written->find("identity.names"); at != written->end())
    names = names_of(at->second.value.reveal());
  for (const auto name : kHtcdsNames)
    if (const auto at = written->find(std::string{name}); at != written->end())
      names.push_back(at->second.value.reveal());
  return encode_name_forms(names);
}

}  // namespace

Result<void> update_name_forms(log::Act& act, const access::Permit&, CaseKeys& keys, const CaseId& id,
                               const Change& change) {
  if (!names_something(change) || !keys.held(Compartment::identity)) return {};
  const auto text = forms_text(act, keys, id);
  if (!text) return tl::unexpected(text.error());
  const auto key = keys.newest_or_made(Compartment::identity);
  if (!key) return tl::unexpected(key.error());
  const auto row = act.query_one("SELECT value_version FROM case_name_form WHERE case_id = $id", {{"id", id}});
  const auto version = static_cast<std::uint32_t>(row ? row->integer("value_version") + 1 : 1);
  const ValuePlace place{id, Compartment::identity, std::string{kNameFormField}, version, key->version};
  act.run(
      "INSERT INTO case_name_form (case_id, value_version, key_version, ciphertext) VALUES ($id, $version, $key, "
      "$bytes) "
      "ON CONFLICT (case_id) DO UPDATE SET value_version = excluded.value_version, key_version = excluded.key_version, "
      "ciphertext = excluded.ciphertext",
      {{"id", id},
       {"version", version},
       {"key", key->version},
       {"bytes", seal_value(key->key, place, *text, act.random())}});
  return {};
}

}  // namespace nrm::casefile
