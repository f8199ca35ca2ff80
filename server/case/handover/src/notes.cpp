#include "notes.hpp"

#include <fmt/format.h>

#include "nrm/casefile/seal.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::handover {
namespace {

constexpr std::string_view kSubject = "handover";
constexpr std::uint32_t kKeyVersion = 1;  // an offer ends within weeks: its key is never changed
constexpr std::size_t kBlock = 256;       // lengths are hidden up to this

casefile::SealPlace place_of(const HandoverId& id) {
  return {std::string{kSubject}, id.text(), access::Compartment::casework, kKeyVersion};
}

Bytes associated(const HandoverId& id, NoteKind kind) {
  return bytes_of(fmt::format("opennrm/handover/v1/{}/{}", id.text(), kind == NoteKind::note ? "note" : "answer"));
}

// A text holds no zero byte, so what follows the first one is padding.
Bytes padded(std::string_view text) {
  auto out = bytes_of(text);
  out.resize((out.size() / kBlock + 1) * kBlock, 0);
  return out;
}

}  // namespace

Result<void> make_note_key(log::Act& act, const access::Permit& permit, const HandoverId& id, const TeamId& to,
                           const BasisId& basis) {
  const auto key = crypto::random_key(act.random());
  const auto own = casefile::give_seal(act, permit, place_of(id), key, casefile::HolderKind::team,
                                       permit.session().team, std::nullopt);
  if (!own) return tl::unexpected(own.error());
  const auto other =
      casefile::give_seal(act, permit, place_of(id), key, casefile::HolderKind::parcel_receiver, to, basis);
  if (!other) return tl::unexpected(other.error());
  return {};
}

Result<std::optional<Bytes>> seal_note(log::Act& act, const access::Permit& permit, const HandoverId& id, NoteKind kind,
                                       std::string_view text) {
  if (text.empty()) return std::optional<Bytes>{};
  const auto key = casefile::open_seal(act, permit, place_of(id));
  if (!key) return tl::unexpected(key.error());
  return std::optional{crypto::seal(*key, kKeyVersion, padded(text), associated(id, kind), act.random())};
}

std::optional<Personal<std::string>> open_note(log::Act& act, const access::Permit& permit, const HandoverId& id,
                                               NoteKind kind, const std::optional<Bytes>& sealed) {
  if (!sealed) return std::nullopt;
  const auto key = casefile::open_seal(act, permit, place_of(id));
  const auto plain = key ? crypto::open(*key, *sealed, associated(id, kind)) : std::nullopt;
  if (!plain) return std::nullopt;
  const auto end = std::find(plain->begin(), plain->end(), std::uint8_t{0});
  return Personal<std::string>{std::string(plain->begin(), end)};
}

void forget_note_key(log::Act& act, const HandoverId& id, const TeamId& team) {
  casefile::delete_seals_of_holder(act, kSubject, id.text(), team);
}

}  // namespace nrm::handover
