// refused: deleted|static assertion failed|static_assert failed
// A secret cannot be printed.
#include <fmt/format.h>

#include "nrm/kernel/secret.hpp"

std::string show(const nrm::Key32& key) {
#ifdef SOUND
  return fmt::format("{}", key.expose().size());
#else
  return fmt::format("{}", key);
#endif
}
