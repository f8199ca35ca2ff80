// A leaf with its detail sealed: all that is left to do is to insert its row.
#pragma once

#include "keys.hpp"
#include "nrm/log/act.hpp"

namespace nrm::log {

struct SealedLeaf {
  LeafId id;
  UtcTime at;
  std::string action_class;
  crypto::Digest commitment{};
  Bytes sealed;
  LogKey key;
  std::optional<CaseId> subject_case;
  std::optional<OrganisationId> organisation;
  std::optional<Bytes> erased;
};

void insert(storage::Writer& writer, const SealedLeaf& leaf);

}  // namespace nrm::log
