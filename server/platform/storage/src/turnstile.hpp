// Acts run side by side; one that has lost twice runs alone, so that within one server a third try does not lose again.
// Those who come while it waits queue behind it.
#pragma once

#include <mutex>
#include <shared_mutex>

namespace nrm::storage {

class Turnstile {
 public:
  template <class F>
  auto side_by_side(F work) {
    std::unique_lock gate{gate_};
    const std::shared_lock lock{room_};
    gate.unlock();
    return work();
  }
  template <class F>
  auto alone(F work) {
    const std::lock_guard gate{gate_};
    const std::lock_guard lock{room_};
    return work();
  }

 private:
  std::mutex gate_;
  std::shared_mutex room_;
};

}  // namespace nrm::storage
