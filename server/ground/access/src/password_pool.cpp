#include "nrm/access/password_pool.hpp"

namespace nrm::access {

bool PasswordPool::enter() {
  std::unique_lock lock{mutex_};
  if (running_ >= kRunning) {
    if (waiting_ >= kWaiting) return false;
    ++waiting_;
    free_.wait(lock, [this] { return running_ < kRunning; });
    --waiting_;
  }
  ++running_;
  return true;
}

void PasswordPool::leave() {
  {
    const std::lock_guard lock{mutex_};
    --running_;
  }
  free_.notify_one();
}

Result<crypto::PasswordKeys> PasswordPool::stretch(const SecretText& password, const crypto::Salt& salt,
                                                   crypto::PasswordCost cost) {
  if (!enter()) return fail(problems::kBusy, {}, {{"retry_after", "5"}});
  struct Leave {
    PasswordPool& pool;
    ~Leave() { pool.leave(); }
  } const leave_at_end{*this};
  return crypto::stretch(password, salt, cost);
}

}  // namespace nrm::access
