// Opening one small sealed thing of each of many cases, for lists and search: the team key is opened once and the
// case keys come with the rows. A wrap by the team itself proves who made it, so its signature is not checked here,
// which is what makes twenty thousand quick; a box to a joint team is opened with its signature and is a wrap from then
// on.
#pragma once

#include <map>

#include "case_keys.hpp"
#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

class BulkOpener {
 public:
  static Result<BulkOpener> make(log::Act& act, const access::Permit& permit, Compartment kind, std::string field);
  // The row's columns: id, value_version, key_version, ciphertext, seal, form, basis, holder_key_version. Nothing where
  // a seal or value does not fit its place.
  std::optional<std::string> open(const storage::Row& row);

 private:
  BulkOpener(log::Act& act, const access::Permit& permit, Compartment kind, std::string field)
      : act_{act}, permit_{permit}, kind_{kind}, field_{std::move(field)} {}
  std::optional<Key32> case_key(const storage::Row& row, const CaseId& id, std::uint32_t key_version);
  const Key32* wrap_key_of(std::uint32_t team_key_version);

  log::Act& act_;
  const access::Permit& permit_;
  Compartment kind_;
  std::string field_;
  std::map<std::uint32_t, Key32> wrap_keys_;
};

}  // namespace nrm::casefile
