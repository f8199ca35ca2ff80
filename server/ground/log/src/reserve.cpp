#include "reserve.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace nrm::log {

DiskReserve::DiskReserve(std::filesystem::path path, std::uint64_t bytes) : path_{std::move(path)}, bytes_{bytes} {
  if (!path_.empty()) released_ = !take();
}

bool DiskReserve::release() {
  const std::lock_guard lock{mutex_};
  if (path_.empty() || released_) return false;
  released_ = true;
  std::error_code ignored;
  return std::filesystem::remove(path_, ignored);
}

bool DiskReserve::is_held(std::chrono::microseconds monotonic) {
  const std::lock_guard lock{mutex_};
  if (!released_) return true;
  if (monotonic - last_try_ < std::chrono::seconds{1}) return false;
  last_try_ = monotonic;
  released_ = !take();
  return !released_;
}

bool DiskReserve::is_released() const {
  const std::lock_guard lock{mutex_};
  return released_;
}

bool DiskReserve::take() {
  const int file = ::open(path_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) return false;
  // Really allocated: a sparse file would hold no space.
  const bool taken = ::posix_fallocate(file, 0, static_cast<off_t>(bytes_)) == 0;
  ::close(file);
  if (!taken) ::unlink(path_.c_str());
  return taken;
}

}  // namespace nrm::log
