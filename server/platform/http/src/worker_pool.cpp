#include "worker_pool.hpp"

#include <algorithm>

namespace nrm::http {

WorkerPool::WorkerPool(int threads, std::size_t places, std::size_t reserved)
    : places_{places}, reserved_{std::min(reserved, places / 2)} {
  for (int i = 0; i < std::max(threads, 1); ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::try_submit(std::function<void()> task, bool signed_in) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || queue_.size() >= (signed_in ? places_ : places_ - reserved_)) return false;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::work() {
  while (true) {
    std::function<void()> task;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace nrm::http
