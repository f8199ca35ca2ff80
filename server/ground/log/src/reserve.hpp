// Disk space set aside for the leaves of reads. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>

namespace nrm::log {

class DiskReserve {
 public:
  // An empty path keeps no reserve: then a full disk refuses reads of sealed data too.
  DiskReserve(std::filesystem::path path, std::uint64_t bytes);
  // The disk is full: gives the space free. False where there was none left to give.
  bool release();
  // Whether writes may go on: the reserve is there, or the disk has room to take it again (tried once a second).
  bool is_held(std::chrono::microseconds monotonic);
  bool is_released() const;

 private:
  bool take();

  std::filesystem::path path_;
  std::uint64_t bytes_;
  mutable std::mutex mutex_;
  bool released_ = false;
  std::chrono::microseconds last_try_{};
};

}  // namespace nrm::log
