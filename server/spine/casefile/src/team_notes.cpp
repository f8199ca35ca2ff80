#include "nrm/casefile/team_note.hpp"

#include "octets.hpp"
#include "padding.hpp"

namespace nrm::casefile {
namespace {

// A key of its own, so that a note never stands under the key that wraps the keys of cases.
Key32 note_key(const Key32& team_seed) {
  return crypto::derive(team_seed, "teamnote");
}

}  // namespace

Bytes associated_data(const TeamNotePlace& place, const TeamId& team) {
  return Octets{"nrm-team-note-1"}.text(place.kind).uuid(team.uuid()).uuid(place.id).big_endian(place.version).take();
}

Result<Bytes> TeamNotes::seal(const TeamNotePlace& place, std::string_view text) {
  const auto newest = access::open_team_key(act_, permit_, access::Compartment::casework);
  if (!newest) return tl::unexpected(newest.error());
  Bytes plain{text.begin(), text.end()};
  pad(plain);
  auto sealed = crypto::seal(note_key(newest->seed), newest->version, plain,
                             associated_data(place, permit_.session().team), act_.random());
  wipe(plain.data(), plain.size());
  return sealed;
}

Result<Personal<std::string>> TeamNotes::open(const TeamNotePlace& place, ByteView sealed) {
  const auto version = crypto::key_version_of(sealed);
  if (!version) return fail(nrm::problems::kNotFound);
  const auto under = key(*version);
  if (!under) return tl::unexpected(under.error());
  auto plain = crypto::open(*under, sealed, associated_data(place, permit_.session().team));
  const auto size = plain ? unpadded_size(*plain) : std::nullopt;
  if (!size) return fail(nrm::problems::kNotFound);
  std::string text{plain->begin(), plain->begin() + static_cast<std::ptrdiff_t>(*size)};
  wipe(plain->data(), plain->size());
  return Personal{std::move(text)};
}

Result<Key32> TeamNotes::key(std::uint32_t version) {
  if (const auto known = keys_.find(version); known != keys_.end()) return known->second;
  const auto opened = access::open_team_key(act_, permit_, access::Compartment::casework, version);
  if (!opened) return tl::unexpected(opened.error());
  return keys_.emplace(version, note_key(opened->seed)).first->second;
}

}  // namespace nrm::casefile
