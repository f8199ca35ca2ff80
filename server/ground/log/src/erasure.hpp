#pragma once

#include <string_view>

namespace nrm::log {

// The note with which an act of erasure gives its leaf the digest of all details that are gone, as hexadecimal.
inline constexpr std::string_view kErasedNote = "erased-details";
// In the stead of the owner of a key that is gone.
inline constexpr std::string_view kErasedOwner = "erased";

}  // namespace nrm::log
