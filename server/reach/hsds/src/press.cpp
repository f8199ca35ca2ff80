#include "nrm/hsds/publish.hpp"

namespace nrm::hsds {

std::shared_ptr<const Edition> Press::edition(const std::string& language) {
  std::unique_lock lock{mutex_};
  auto& kept = kept_[language];
  made_.wait(lock, [&] { return kept.edition || !kept.being_made; });
  const bool fresh = kept.edition && clock_.monotonic() - kept.since < kFresh;
  if (fresh || kept.being_made) return kept.edition;
  kept.being_made = true;
  lock.unlock();
  std::shared_ptr<const Edition> made;
  try {
    made = std::make_shared<const Edition>(make_(language));
  } catch (...) {
    lock.lock();
    kept.being_made = false;
    made_.notify_all();
    throw;
  }
  lock.lock();
  kept.edition = made;
  kept.since = clock_.monotonic();
  kept.being_made = false;
  made_.notify_all();
  return made;
}

}  // namespace nrm::hsds
