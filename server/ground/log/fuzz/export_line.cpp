// A line of an exported log and a signed note: what is taken has one spelling only.
#include <cstdint>
#include <cstdlib>

#include "nrm/log/note.hpp"
#include "nrm/log/verification.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto line = nrm::log::parse_export_line(text); line && nrm::log::to_text(*line) != text) std::abort();
  if (const auto note = nrm::log::Note::parse(text); note && note->text() != text) std::abort();
  (void)nrm::log::VerifierKey::parse(text);
  return 0;
}
