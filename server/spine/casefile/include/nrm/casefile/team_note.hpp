// Short texts that a team keeps for itself without a case, sealed under a key of its own that casework opens: what a
// hotline noted, how a filter is called. Byte by byte in docs/formats/team_notes.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/casefile/own_key.hpp"
#include "nrm/kernel/secret.hpp"

namespace nrm::casefile {

struct TeamNotePlace {
  std::string_view kind;  // "contact", "case-filter"
  Uuid id;                // of the row that carries it
  std::uint32_t version = 1;
};
// The key is named by its subject, not by the team: notes come along when teams are merged.
Bytes associated_data(const TeamNotePlace& place, const Uuid& key_subject);

// For one act; opens the team's keys for notes once.
class TeamNotes {
 public:
  TeamNotes(log::Act& act, const access::Permit& permit) : act_{act}, permit_{permit} {}
  // kNotFound where the member's role does not open the casework.
  Result<Bytes> seal(const TeamNotePlace& place, std::string_view text);
  // kNotFound, too, where a text does not fit its place.
  Result<Personal<std::string>> open(const TeamNotePlace& place, ByteView sealed);

 private:
  Result<void> open_keys();

  log::Act& act_;
  const access::Permit& permit_;
  std::optional<std::vector<OwnKey>> keys_;
};

}  // namespace nrm::casefile
