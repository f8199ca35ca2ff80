// Canonical octets of a place: every part has a fixed size or says its length.
#pragma once

#include <string_view>

#include "nrm/access/compartment.hpp"
#include "nrm/kernel/bytes.hpp"
#include "nrm/kernel/id.hpp"

namespace nrm::casefile {

class Octets {
 public:
  explicit Octets(std::string_view label) {
    append(view_of(label));
    byte(0);
  }
  Octets& byte(std::uint8_t value) {
    out_.push_back(value);
    return *this;
  }
  template <class Number>
  Octets& big_endian(Number value) {
    for (int shift = static_cast<int>(sizeof(Number)) * 8 - 8; shift >= 0; shift -= 8)
      out_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> static_cast<unsigned>(shift)));
    return *this;
  }
  Octets& text(std::string_view value) {
    big_endian(static_cast<std::uint16_t>(value.size()));
    return append(view_of(value));
  }
  Octets& uuid(const Uuid& value) { return append(value); }
  Octets& append(ByteView bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

// Stable on disk: never renumbered.
inline std::uint8_t number_of(access::Compartment kind) {
  switch (kind) {
    case access::Compartment::identity:
      return 1;
    case access::Compartment::whereabouts:
      return 2;
    case access::Compartment::health:
      return 3;
    case access::Compartment::justice:
      return 4;
    case access::Compartment::residence:
      return 5;
    case access::Compartment::casework:
      return 6;
    case access::Compartment::child:
      return 7;
  }
  fail_bug("a compartment without a number");
}

}  // namespace nrm::casefile
