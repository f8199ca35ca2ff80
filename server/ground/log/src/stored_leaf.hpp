// A leaf as a row.
#pragma once

#include "nrm/log/leaf.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::log {

inline constexpr std::string_view kLeafColumns =
    "leaf_id, sequence, action_class, hour, commitment, sealed_detail, sealed_digest, sealed_to, subject_case,"
    " organisation, place, erased";
// The place's digest is made anew from the columns, so that an edit of them shows; of an erased leaf it is all there
// is.
Leaf to_leaf(const storage::Row& row);

}  // namespace nrm::log
