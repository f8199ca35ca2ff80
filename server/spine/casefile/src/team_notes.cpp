#include "nrm/casefile/team_note.hpp"

#include "nrm/casefile/own_key.hpp"
#include "octets.hpp"
#include "padding.hpp"

namespace nrm::casefile {
namespace {

const std::string kSubject{"team-notes"};
constexpr std::uint32_t kKeyVersion = 1;

}  // namespace

Bytes associated_data(const TeamNotePlace& place, const Uuid& key_subject) {
  return Octets{"nrm-team-note-2"}.text(place.kind).uuid(key_subject).uuid(place.id).big_endian(place.version).take();
}

Result<Bytes> TeamNotes::seal(const TeamNotePlace& place, std::string_view text) {
  const auto keys = own_keys(act_, permit_, kSubject, access::Compartment::casework);
  if (!keys) return tl::unexpected(keys.error());
  const auto& [subject, key] = keys->front();
  Bytes plain{text.begin(), text.end()};
  pad(plain);
  auto sealed = crypto::seal(key, kKeyVersion, plain, associated_data(place, subject), act_.random());
  wipe(plain.data(), plain.size());
  return sealed;
}

Result<Personal<std::string>> TeamNotes::open(const TeamNotePlace& place, ByteView sealed) {
  if (auto opened = open_keys(); !opened) return tl::unexpected(opened.error());
  for (const auto& [subject, key] : *keys_) {
    auto plain = crypto::open(key, sealed, associated_data(place, subject));
    const auto size = plain ? unpadded_size(*plain) : std::nullopt;
    if (!size) continue;
    std::string text{plain->begin(), plain->begin() + static_cast<std::ptrdiff_t>(*size)};
    wipe(plain->data(), plain->size());
    return Personal{std::move(text)};
  }
  return fail(nrm::problems::kNotFound);
}

Result<void> TeamNotes::open_keys() {
  if (keys_) return {};
  auto keys = find_own_keys(act_, permit_, kSubject, access::Compartment::casework);
  if (!keys) return tl::unexpected(keys.error());
  keys_ = *std::move(keys);
  return {};
}

}  // namespace nrm::casefile
