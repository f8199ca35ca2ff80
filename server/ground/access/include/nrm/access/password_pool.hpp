// Argon2id is costly on purpose: two cores give a handful of runs a second, so runs are few and the queue is short.
#pragma once

#include <condition_variable>
#include <mutex>

#include "nrm/access/problems.hpp"
#include "nrm/crypto/crypto.hpp"

namespace nrm::access {

// Thread-safe. One for the whole process.
class PasswordPool {
 public:
  // Two at a time: 64 MiB and a core each. Sixteen waiting: the last of them is served within about five seconds.
  static constexpr int kRunning = 2;
  static constexpr int kWaiting = 16;

  // Blocks while two others run; kBusy at once where sixteen wait already.
  Result<crypto::PasswordKeys> stretch(const SecretText& password, const crypto::Salt& salt, crypto::PasswordCost cost);

 private:
  bool enter();
  void leave();

  std::mutex mutex_;
  std::condition_variable free_;
  int running_ = 0;
  int waiting_ = 0;
};

}  // namespace nrm::access
