// The compartment keys of one case within one act: opened once, made where there are none yet.
#pragma once

#include <map>
#include <optional>

#include "nrm/casefile/seal.hpp"

namespace nrm::casefile {

struct CaseKey {
  std::uint32_t version = 1;
  Key32 key;
};

class CaseKeys {
 public:
  CaseKeys(log::Act& act, const access::Permit& permit, const CaseId& id) : act_{act}, permit_{permit}, case_id_{id} {}
  // The newest key that the team holds; kNotFound where the role is not entitled or no key was made yet.
  Result<CaseKey> newest(access::Compartment kind);
  // As newest, and makes the first (or next) one where there is none, sealed to every team that holds the kind.
  Result<CaseKey> newest_or_made(access::Compartment kind);
  // A key of the next version, sealed to every team that holds the kind.
  Result<CaseKey> make_next(access::Compartment kind);
  Result<CaseKey> version(access::Compartment kind, std::uint32_t key_version);
  // Whether the member's role opens the kind and the team holds it: of a joint team, only what it was given.
  bool held(access::Compartment kind);

 private:
  std::optional<std::uint32_t> newest_version(access::Compartment kind);
  std::uint32_t next_version(access::Compartment kind);

  void note_use();

  log::Act& act_;
  const access::Permit& permit_;
  CaseId case_id_;
  std::map<std::pair<access::Compartment, std::uint32_t>, CaseKey> opened_;
  bool use_noted_ = false;
};

}  // namespace nrm::casefile
