// How many bodies stream at once: each holds a few pieces in memory and, at the end, a worker.
#pragma once

#include <atomic>

namespace nrm::http {

// Thread-safe.
class StreamPlaces {
 public:
  explicit StreamPlaces(int places) : free_{places} {}
  bool try_take() {
    if (--free_ >= 0) return true;
    ++free_;
    return false;
  }
  void give_back() { ++free_; }

 private:
  std::atomic<int> free_;
};

// Holds a place, where there was one, as long as it lives.
class StreamPlace {
 public:
  explicit StreamPlace(StreamPlaces& places) : places_{places}, taken_{places.try_take()} {}
  StreamPlace(const StreamPlace&) = delete;
  StreamPlace& operator=(const StreamPlace&) = delete;
  ~StreamPlace() {
    if (taken_) places_.give_back();
  }
  bool taken() const { return taken_; }

 private:
  StreamPlaces& places_;
  const bool taken_;
};

}  // namespace nrm::http
