// The rows behind the task: which kinds still wait, and who has been told.
#pragma once

#include "nrm/casefile/rekey.hpp"

namespace nrm::casefile {

struct WaitingKind {
  access::Compartment kind;
  std::optional<std::uint32_t> to_version;  // nothing until the new key is made
};
std::vector<WaitingKind> waiting_kinds(storage::Reader& reader, const CaseId& id);
void begin_kind(log::Act& act, const CaseId& id, access::Compartment kind, std::uint32_t to_version);
void end_kind(log::Act& act, const CaseId& id, access::Compartment kind);
// Nothing waits any more.
void end_rekey_call(log::Act& act, const CaseId& id);

}  // namespace nrm::casefile
