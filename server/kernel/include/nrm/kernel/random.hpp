// Randomness as an interface, so that a test can set it. Production uses SystemRandom (getrandom(2)).
#pragma once

#include "nrm/kernel/bytes.hpp"

namespace nrm {

class Random {
 public:
  virtual ~Random() = default;
  // Thread-safe. Never fails: a system without randomness aborts the process.
  virtual void fill(std::span<std::uint8_t> out) = 0;
  Bytes bytes(std::size_t count);
};

class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

// Deterministic stream for tests (splitmix64); never for keys of an instance.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_{seed} {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::uint64_t state_;
};

}  // namespace nrm
