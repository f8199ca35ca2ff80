// A bounded set of connections, each used by one thread at a time, made when first wanted. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

template <class Connection>
class Pool {
 public:
  using Make = std::function<std::unique_ptr<Connection>()>;
  Pool(int size, Make make) : make_{std::move(make)}, unmade_{size} {}

  // Throws DatabaseError where none comes free in time: better an early refusal than an endless queue.
  std::unique_ptr<Connection> take() {
    std::unique_lock lock{mutex_};
    if (!freed_.wait_for(lock, kPatience, [&] { return !idle_.empty() || unmade_ > 0; }))
      throw DatabaseError{"no database connection came free in time"};
    if (!idle_.empty()) {
      auto out = std::move(idle_.back());
      idle_.pop_back();
      return out;
    }
    --unmade_;
    lock.unlock();
    return make_or_give_back();
  }

  // A null or broken connection leaves room for a new one.
  void give_back(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock{mutex_};
      if (connection && connection->is_sound()) {
        idle_.push_back(std::move(connection));
      } else {
        ++unmade_;
      }
    }
    freed_.notify_one();
  }

 private:
  // Longer than any act may take, shorter than the http layer's own patience with a request.
  static constexpr std::chrono::seconds kPatience{10};

  std::unique_ptr<Connection> make_or_give_back() {
    try {
      return make_();
    } catch (...) {
      give_back(nullptr);
      throw;
    }
  }

  Make make_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int unmade_;
};

// Gives the connection back at the end of its scope.
template <class Connection>
class Loan {
 public:
  explicit Loan(Pool<Connection>& pool) : pool_{pool}, connection_{pool.take()} {}
  ~Loan() { pool_.give_back(std::move(connection_)); }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;
  Connection& operator*() { return *connection_; }
  Connection* operator->() { return connection_.get(); }

 private:
  Pool<Connection>& pool_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace nrm::storage
