#include "throttle.hpp"

#include <algorithm>
#include <chrono>

#include "nrm/crypto/crypto.hpp"

namespace nrm::access {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

constexpr std::int64_t kFree = 5;  // a person mistypes
constexpr seconds kFirstDelay{15};
constexpr seconds kLongestDelay{15 * 60};  // the owner on the same network is back within a coffee
constexpr std::chrono::hours kMemory{24};

microseconds delay_after(std::int64_t failures) {
  if (failures < kFree) return microseconds{0};
  const auto doublings = std::min<std::int64_t>(failures - kFree, 6);
  return std::min<microseconds>(kFirstDelay * (std::int64_t{1} << doublings), kLongestDelay);
}

// The time to wait, or nothing and the try is counted.
std::optional<microseconds> count(storage::Writer& writer, const Attempt& attempt, UtcTime now) {
  const auto row =
      writer.query_one("SELECT failures, held_until FROM throttle WHERE account_hash = $account AND network = $network",
                       {{"account", attempt.account_hash}, {"network", attempt.network}});
  if (row && row->time("held_until") > now) return row->time("held_until") - now;
  const bool remembered = row && row->time("held_until") + kMemory > now;
  const auto failures = (remembered ? row->integer("failures") : 0) + 1;
  writer.run(
      "INSERT INTO throttle (account_hash, network, failures, held_until) VALUES ($account, $network, $failures, "
      "$until) "
      "ON CONFLICT (account_hash, network) DO UPDATE SET failures = excluded.failures, held_until = "
      "excluded.held_until",
      {{"account", attempt.account_hash},
       {"network", attempt.network},
       {"failures", failures},
       {"until", now + delay_after(failures)}});
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
  act.run("DELETE FROM throttle WHERE held_until < $long_ago", {{"long_ago", act.now() - kMemory}});
}

}  // namespace nrm::access
