#include "throttle.hpp"

#include <algorithm>
#include <chrono>

#include "nrm/crypto/crypto.hpp"

namespace nrm::access {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr std::chrono::hours kMemory{24};

struct Allowance {
  std::int64_t free;
  seconds first_delay;
  seconds longest_delay;
};
// A person mistypes; the owner on the same network is back within a coffee.
constexpr Allowance kOfAccount{5, seconds{15}, seconds{15 * 60}};
// One guess at each of many accounts. A house sits behind one address: its people wait a minute at most.
constexpr Allowance kOfNetwork{100, seconds{1}, seconds{60}};
// The row of a whole network has no account.
const Bytes kAnyAccount{};

microseconds delay_after(std::int64_t failures, const Allowance& allowance) {
  if (failures < allowance.free) return microseconds{0};
  const auto doublings = std::min<std::int64_t>(failures - allowance.free, 6);
  return std::min<microseconds>(allowance.first_delay * (std::int64_t{1} << doublings), allowance.longest_delay);
}

class Counter {
 public:
  Counter(storage::Writer& writer, const Bytes& account_hash, const std::string& network, UtcTime now)
      : writer_{writer}, account_hash_{account_hash}, network_{network}, now_{now} {
    const auto row = writer.query_one(
        "SELECT failures, held_until FROM throttle WHERE account_hash = $account AND network = $network",
        {{"account", account_hash}, {"network", network}});
    if (!row || row->time("held_until") + kMemory <= now) return;
    failures_ = row->integer("failures");
    wait_ = std::max(row->time("held_until") - now, microseconds{0});
  }
  microseconds wait() const { return wait_; }
  void count(const Allowance& allowance) {
    writer_.run(
        "INSERT INTO throttle (account_hash, network, failures, held_until) VALUES ($account, $network, $failures, "
        "$until) "
        "ON CONFLICT (account_hash, network) DO UPDATE SET failures = excluded.failures, held_until = "
        "excluded.held_until",
        {{"account", account_hash_},
         {"network", network_},
         {"failures", failures_ + 1},
         {"until", now_ + delay_after(failures_ + 1, allowance)}});
  }

 private:
  storage::Writer& writer_;
  const Bytes& account_hash_;
  const std::string& network_;
  UtcTime now_;
  std::int64_t failures_ = 0;
  microseconds wait_{0};
};

// Names that nobody has fill the table, too.
void drop_old(storage::Writer& writer, UtcTime now) {
  writer.run("DELETE FROM throttle WHERE held_until < $long_ago", {{"long_ago", now - kMemory}});
}

// The time to wait, or nothing and the try is counted.
std::optional<microseconds> count(storage::Writer& writer, const Attempt& attempt, UtcTime now) {
  drop_old(writer, now);
  Counter of_account{writer, attempt.account_hash, attempt.network, now};
  Counter of_network{writer, kAnyAccount, attempt.network, now};
  if (const auto wait = std::max(of_account.wait(), of_network.wait()); wait > microseconds{0}) return wait;
  of_account.count(kOfAccount);
  of_network.count(kOfNetwork);
  return std::nullopt;
}

}  // namespace

Attempt attempt_at(const ServerSecrets& secrets, std::string_view account, std::string_view network) {
  const auto digest = crypto::keyed_hash(secrets.hash_key, view_of(fmt::format("account:{}", account)));
  return {Bytes{digest.begin(), digest.end()}, std::string{network}};
}

Result<void> count_attempt(const AccessContext& context, const Attempt& attempt) {
  std::optional<microseconds> wait;
  context.upkeep.write([&](storage::Writer& writer) {
    wait = count(writer, attempt, context.now());
    return !wait;
  });
  if (!wait) return {};
  const auto whole_seconds = std::chrono::ceil<seconds>(*wait).count();
  return fail(problems::kThrottled, {}, {{"retry_after", std::to_string(whole_seconds)}});
}

void forget_attempts(log::Act& act, const Attempt& attempt) {
  act.run("DELETE FROM throttle WHERE account_hash = $account AND network = $network",
          {{"account", attempt.account_hash}, {"network", attempt.network}});
  // It was counted before it was known to be right.
  act.run("UPDATE throttle SET failures = failures - 1 WHERE account_hash = $any AND network = $network",
          {{"any", kAnyAccount}, {"network", attempt.network}});
}

}  // namespace nrm::access
