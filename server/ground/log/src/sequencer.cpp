#include "nrm/log/sequencer.hpp"

#include "refusal.hpp"

namespace nrm::log {

namespace {
constexpr std::string_view kLease = "sequencer";
constexpr std::chrono::seconds kLeaseTime{5};  // how long a killed server keeps the others waiting at most
}  // namespace

Sequencer::Sequencer(Journal& journal, SequencerOptions options) : journal_{journal}, options_{std::move(options)} {
  crypto::initialise();
  key_ = {options_.origin, KeyType::note, crypto::public_keys(options_.signing_seed).sign};
  if (!is_key_name(options_.origin)) throw std::runtime_error{"the log's origin is not a key name"};
  claim_identity();
}

Sequencer::~Sequencer() {
  stop();
}

void Sequencer::start() {
  thread_ = std::thread{[this] { loop(); }};
}

void Sequencer::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  if (!thread_.joinable()) return;
  thread_.join();
  give_lease_back();
}

std::size_t Sequencer::number_now() {
  std::size_t out = 0;
  while (something_waits()) {
    const auto numbered = number_batch();
    if (numbered == 0) break;
    out += numbered;
  }
  return out;
}

// One log, one origin, one key: a second key would let two histories both be signed.
void Sequencer::claim_identity() {
  journal_.database().write(permit(), [&](storage::Writer& writer) {
    const auto row = writer.query_one("SELECT verifier_key FROM log_identity");
    if (row) {
      if (row->text("verifier_key") == key_.text()) return false;
      throw std::runtime_error{"the log was begun under another origin or signing key"};
    }
    writer.run("INSERT INTO log_identity (origin, verifier_key) VALUES ($origin, $key)",
               {{"origin", options_.origin}, {"key", key_.text()}});
    return true;
  });
}

// A read, so that an idle server writes nothing.
bool Sequencer::something_waits() {
  return journal_.database().reading([](storage::Reader& reader) {
    return reader.query_one("SELECT leaf_id FROM log_leaf WHERE sequence IS NULL LIMIT 1").has_value();
  });
}

// The lease only spares two servers each other's work; that no number is given twice rests on the transaction.
bool Sequencer::take_lease(storage::Writer& writer) {
  const auto now = journal_.clock().now();
  const auto row = writer.query_one("SELECT holder, until FROM log_lease WHERE name = $name", {{"name", kLease}});
  if (row && row->text("holder") != options_.server && row->time("until") > now) return false;
  writer.run(
      "INSERT INTO log_lease (name, holder, until) VALUES ($name, $holder, $until)"
      " ON CONFLICT (name) DO UPDATE SET holder = $holder, until = $until",
      {{"name", kLease}, {"holder", options_.server}, {"until", now + kLeaseTime}});
  return true;
}

void Sequencer::give_lease_back() {
  try {
    journal_.database().write(permit(), [&](storage::Writer& writer) {
      return writer.run("DELETE FROM log_lease WHERE name = $name AND holder = $holder",
                        {{"name", kLease}, {"holder", options_.server}}) > 0;
    });
  } catch (const storage::DatabaseError&) {
    // It ends by itself.
  }
}

void Sequencer::loop() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    lock.unlock();
    turn();
    lock.lock();
    wake_.wait_for(lock, options_.interval, [this] { return stopping_; });
  }
}

void Sequencer::turn() {
  try {
    number_now();
    const auto hour = journal_.clock().now().unix_hours();
    if (hour != summed_up_hour_) sum_up_refusals(journal_);
    summed_up_hour_ = hour;
    last_alarm_.clear();
  } catch (const std::exception& fault) {
    // Told once, not four times a second.
    if (options_.alarm && last_alarm_ != fault.what()) options_.alarm(fault.what());
    last_alarm_ = fault.what();
  }
}

}  // namespace nrm::log
