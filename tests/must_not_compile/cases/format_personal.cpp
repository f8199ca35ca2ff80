// refused: deleted|static assertion failed|static_assert failed
// A value about a person cannot be printed.
#include <fmt/format.h>

#include "nrm/kernel/secret.hpp"

std::string show(const nrm::Personal<std::string>& name) {
#ifdef SOUND
  return fmt::format("{}", name.reveal());
#else
  return fmt::format("{}", name);
#endif
}
