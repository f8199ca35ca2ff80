#pragma once

#include <filesystem>

#include "nrm/pathway/pack.hpp"

namespace nrm::reconciliation {

inline pathway::Pack belarus() {
  auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  if (!pack) throw std::logic_error{"the pack of Belarus does not load"};
  return std::move(*pack);
}

}  // namespace nrm::reconciliation
