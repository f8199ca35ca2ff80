// Handlers run here, never on the threads that read and write sockets. The queue is bounded: who finds it full is told
// so at once.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nrm::http {

// Thread-safe.
class WorkerPool {
 public:
  // The last `reserved` places of the queue are for tasks submitted as `signed_in`.
  WorkerPool(int threads, std::size_t places, std::size_t reserved);
  ~WorkerPool();
  bool try_submit(std::function<void()> task, bool signed_in);
  // Runs what is queued, then ends the threads.
  void stop();

 private:
  void work();
  const std::size_t places_;
  const std::size_t reserved_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace nrm::http
