// Secret<T>: wiped when it dies, compared in constant time, cannot be printed. Personal<T>: cannot be printed.
#pragma once

#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "nrm/kernel/bytes.hpp"

namespace nrm {

void wipe(void* data, std::size_t size) noexcept;
bool equal_constant_time(ByteView a, ByteView b) noexcept;

template <std::size_t Size>
class SecretBytes {
 public:
  static constexpr std::size_t kSize = Size;
  SecretBytes() = default;
  explicit SecretBytes(const std::array<std::uint8_t, Size>& bytes) : bytes_{bytes} {}
  static std::optional<SecretBytes> copy_of(ByteView bytes) {
    if (bytes.size() != Size) return std::nullopt;
    SecretBytes out;
    std::memcpy(out.bytes_.data(), bytes.data(), Size);
    return out;
  }
  SecretBytes(const SecretBytes&) = default;
  SecretBytes& operator=(const SecretBytes&) = default;
  ~SecretBytes() { wipe(bytes_.data(), Size); }
  ByteView expose() const { return bytes_; }
  std::span<std::uint8_t> expose_mutable() { return bytes_; }
  bool operator==(const SecretBytes& other) const { return equal_constant_time(bytes_, other.bytes_); }

 private:
  std::array<std::uint8_t, Size> bytes_{};
};
using Key32 = SecretBytes<32>;

// A value about a person: reached only by naming it.
template <class T>
class Personal {
 public:
  Personal() = default;
  explicit Personal(T value) : value_{std::move(value)} {}
  const T& reveal() const { return value_; }
  bool operator==(const Personal&) const = default;

 private:
  T value_{};
};

// A secret text (password, code).
class SecretText {
 public:
  SecretText() = default;
  explicit SecretText(std::string text) : text_{std::move(text)} {}
  SecretText(const SecretText&) = default;
  SecretText(SecretText&&) = default;
  SecretText& operator=(const SecretText&) = default;
  SecretText& operator=(SecretText&&) = default;
  ~SecretText() { wipe(text_.data(), text_.size()); }
  const std::string& expose() const { return text_; }

 private:
  std::string text_;
};

}  // namespace nrm

template <std::size_t Size>
struct fmt::formatter<nrm::SecretBytes<Size>> {
  formatter() = delete;
};
template <>
struct fmt::formatter<nrm::SecretText> {
  formatter() = delete;
};
template <class T>
struct fmt::formatter<nrm::Personal<T>> {
  formatter() = delete;
};
