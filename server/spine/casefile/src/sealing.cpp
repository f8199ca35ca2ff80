#include "nrm/casefile/sealing.hpp"

#include "octets.hpp"
#include "padding.hpp"

namespace nrm::casefile {
namespace {

constexpr std::uint8_t kValue = 1;
constexpr std::uint8_t kCleared = 0;

}  // namespace

Bytes associated_data(const ValuePlace& place) {
  return Octets{"nrm-value-1"}
      .uuid(place.case_id.uuid())
      .byte(number_of(place.compartment))
      .text(place.field)
      .big_endian(place.value_version)
      .big_endian(place.key_version)
      .take();
}

Bytes seal_value(const Key32& key, const ValuePlace& place, const std::optional<std::string_view>& value,
                 Random& random) {
  Bytes plain;
  plain.push_back(value ? kValue : kCleared);
  if (value) plain.insert(plain.end(), value->begin(), value->end());
  pad(plain);
  auto sealed = crypto::seal(key, place.key_version, plain, associated_data(place), random);
  wipe(plain.data(), plain.size());
  return sealed;
}

Opening open_value(const Key32& key, const ValuePlace& place, ByteView sealed, std::string& out) {
  if (crypto::key_version_of(sealed) != place.key_version) return Opening::broken;
  auto plain = crypto::open(key, sealed, associated_data(place));
  const auto size = plain ? unpadded_size(*plain) : std::nullopt;
  if (!size || *size == 0) return Opening::broken;
  if (plain->front() == kCleared) return Opening::cleared;
  if (plain->front() != kValue) return Opening::broken;
  out.assign(plain->begin() + 1, plain->begin() + static_cast<std::ptrdiff_t>(*size));
  wipe(plain->data(), plain->size());
  return Opening::value;
}

}  // namespace nrm::casefile
