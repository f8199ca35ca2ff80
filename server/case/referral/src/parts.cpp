#include "parts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace nrm::referral {
namespace {

constexpr std::uint32_t kKeyVersion = 1;  // a parcel is immutable; each correction has a key version of its own
constexpr std::size_t kBlock = 256;       // lengths are hidden up to this, so that a short answer looks like another

void put_u32(Bytes& out, std::size_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void put_text(Bytes& out, std::string_view text) {
  put_u32(out, text.size());
  const auto bytes = view_of(text);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

class Taker {
 public:
  explicit Taker(ByteView bytes) : rest_{bytes} {}
  std::optional<std::uint32_t> u32() {
    if (rest_.size() < 4) return std::nullopt;
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) out = (out << 8U) | rest_[i];
    rest_ = rest_.subspan(4);
    return out;
  }
  std::optional<std::string> text() {
    const auto size = u32();
    if (!size || *size > rest_.size()) return std::nullopt;
    auto out = text_of(rest_.first(*size));
    rest_ = rest_.subspan(*size);
    return out;
  }
  bool only_padding() const {
    return std::all_of(rest_.begin(), rest_.end(), [](std::uint8_t byte) { return byte == 0; });
  }

 private:
  ByteView rest_;
};

Bytes padded(Bytes bytes) {
  bytes.resize((bytes.size() + kBlock - 1) / kBlock * kBlock, 0);
  return bytes;
}

Bytes place_of_part(const ReferralId& id, access::Compartment kind) {
  return bytes_of(fmt::format("opennrm/parcel/v1/{}/{}", id.text(), access::name_of(kind)));
}

Bytes place_of_correction(const ReferralId& id, access::Compartment kind, std::int64_t number) {
  return bytes_of(fmt::format("opennrm/parcel/v1/{}/{}/correction/{}", id.text(), access::name_of(kind), number));
}

// Key version 1 is the parcel's own.
std::uint32_t key_version_of(std::int64_t number) {
  return kKeyVersion + static_cast<std::uint32_t>(number);
}

std::optional<casefile::Values> take_values(Taker& taker) {
  const auto count = taker.u32();
  if (!count) return std::nullopt;
  casefile::Values out;
  for (std::uint32_t i = 0; i < *count; ++i) {
    auto name = taker.text();
    auto value = name ? taker.text() : std::nullopt;
    if (!value || (!out.empty() && *name <= out.rbegin()->first)) return std::nullopt;
    out.emplace(std::move(*name), Personal<std::string>{std::move(*value)});
  }
  return out;
}

Bytes place_of_message(const ReferralId& id, std::string_view message_id) {
  return bytes_of(fmt::format("opennrm/line/v1/{}/{}", id.text(), message_id));
}

}  // namespace

casefile::SealPlace part_place(const ReferralId& id, access::Compartment kind) {
  return {"parcel", id.text(), kind, kKeyVersion};
}

casefile::SealPlace line_place(const ReferralId& id) {
  return {"line", id.text(), access::Compartment::casework, kKeyVersion};
}

Bytes encode_values(const casefile::Values& values) {
  Bytes out;
  put_u32(out, values.size());
  for (const auto& [name, value] : values) {
    put_text(out, name);
    put_text(out, value.reveal());
  }
  return out;
}

std::optional<casefile::Values> decode_values(ByteView bytes) {
  Taker taker{bytes};
  auto out = take_values(taker);
  return out && taker.only_padding() ? out : std::nullopt;
}

Bytes seal_part(const Key32& key, const ReferralId& id, access::Compartment kind, const casefile::Values& values,
                Random& random) {
  return crypto::seal(key, kKeyVersion, padded(encode_values(values)), place_of_part(id, kind), random);
}

std::optional<casefile::Values> open_part(const Key32& key, const ReferralId& id, access::Compartment kind,
                                          ByteView sealed) {
  const auto bytes = crypto::open(key, sealed, place_of_part(id, kind));
  return bytes ? decode_values(*bytes) : std::nullopt;
}

casefile::SealPlace correction_place(const ReferralId& id, access::Compartment kind, std::int64_t number) {
  return {"parcel", id.text(), kind, key_version_of(number)};
}

Bytes encode_correction(const CorrectedValues& corrected) {
  auto out = encode_values(corrected.values);
  put_u32(out, corrected.removed.size());
  for (const auto& name : corrected.removed) put_text(out, name);
  return out;
}

std::optional<CorrectedValues> decode_correction(ByteView bytes) {
  Taker taker{bytes};
  auto values = take_values(taker);
  const auto count = values ? taker.u32() : std::nullopt;
  if (!count) return std::nullopt;
  CorrectedValues out{std::move(*values), {}};
  for (std::uint32_t i = 0; i < *count; ++i) {
    auto name = taker.text();
    if (!name || out.values.contains(*name) || (!out.removed.empty() && *name <= out.removed.back()))
      return std::nullopt;
    out.removed.push_back(std::move(*name));
  }
  return taker.only_padding() ? std::optional{std::move(out)} : std::nullopt;
}

Bytes seal_correction(const Key32& key, const ReferralId& id, access::Compartment kind, std::int64_t number,
                      const CorrectedValues& corrected, Random& random) {
  return crypto::seal(key, key_version_of(number), padded(encode_correction(corrected)),
                      place_of_correction(id, kind, number), random);
}

std::optional<CorrectedValues> open_correction(const Key32& key, const ReferralId& id, access::Compartment kind,
                                               std::int64_t number, ByteView sealed) {
  const auto bytes = crypto::open(key, sealed, place_of_correction(id, kind, number));
  return bytes ? decode_correction(*bytes) : std::nullopt;
}

Bytes seal_message(const Key32& key, const ReferralId& id, std::string_view message_id, std::string_view text,
                   Random& random) {
  Bytes plain;
  put_text(plain, text);
  return crypto::seal(key, kKeyVersion, padded(std::move(plain)), place_of_message(id, message_id), random);
}

std::optional<std::string> open_message(const Key32& key, const ReferralId& id, std::string_view message_id,
                                        ByteView sealed) {
  const auto bytes = crypto::open(key, sealed, place_of_message(id, message_id));
  if (!bytes) return std::nullopt;
  Taker taker{*bytes};
  auto text = taker.text();
  return text && taker.only_padding() ? text : std::nullopt;
}

}  // namespace nrm::referral
