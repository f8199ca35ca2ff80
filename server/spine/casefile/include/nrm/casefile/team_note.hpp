// Short texts that a team keeps for itself without a case, sealed under its casework key: what a hotline noted, how a
// filter is called. Byte by byte in docs/formats/team_notes.md.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "nrm/access/keyring.hpp"
#include "nrm/kernel/secret.hpp"

namespace nrm::casefile {

struct TeamNotePlace {
  std::string_view kind;  // "contact", "case-filter"
  Uuid id;                // of the row that carries it
  std::uint32_t version = 1;
};
Bytes associated_data(const TeamNotePlace& place, const TeamId& team);

// For one act; opens each version of the team's key once.
class TeamNotes {
 public:
  TeamNotes(log::Act& act, const access::Permit& permit) : act_{act}, permit_{permit} {}
  // kNotFound where the member's role does not open the casework.
  Result<Bytes> seal(const TeamNotePlace& place, std::string_view text);
  // kNotFound, too, where a text does not fit its place.
  Result<Personal<std::string>> open(const TeamNotePlace& place, ByteView sealed);

 private:
  Result<Key32> key(std::uint32_t version);

  log::Act& act_;
  const access::Permit& permit_;
  std::map<std::uint32_t, Key32> keys_;
};

}  // namespace nrm::casefile
