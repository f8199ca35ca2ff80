// Numbers leaves, extends the tree and signs checkpoints: one at a time over all servers of a database.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "nrm/log/act.hpp"
#include "nrm/log/note.hpp"

namespace nrm::log {

struct SequencerOptions {
  std::string origin;                           // the instance's name as a key name, see is_key_name(); never changes
  Key32 signing_seed;                           // from a file that only the server reads
  std::string server;                           // this server's name among those of one database
  std::chrono::milliseconds interval{250};      // a leaf is numbered within a second of its act
  std::function<void(std::string_view)> alarm;  // a fault that people must see; the thread goes on
};

// start(), stop() and number_now() may be called from any thread; number_now() not while the thread runs.
class Sequencer {
 public:
  // Throws std::runtime_error where the log was begun under another origin or key, or the origin is no key name.
  Sequencer(Journal& journal, SequencerOptions options);
  ~Sequencer();
  void start();
  void stop();
  // Numbers what waits; how many leaves that were. None while another server holds the lease.
  std::size_t number_now();
  VerifierKey verifier_key() const { return key_; }

 private:
  static storage::WritePermit permit() { return {}; }
  void claim_identity();
  bool something_waits();
  std::size_t number_batch();
  bool take_lease(storage::Writer& writer);
  void give_lease_back();
  void loop();
  void turn();

  Journal& journal_;
  SequencerOptions options_;
  VerifierKey key_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
  std::int64_t summed_up_hour_ = 0;
  std::string last_alarm_;
};

}  // namespace nrm::log
