#include "tries.hpp"

#include <chrono>

namespace nrm::letters {
namespace {

constexpr std::chrono::hours kNetworkWindow{1};
// Longer than any letter waits; what was made up goes then.
constexpr std::chrono::hours kMemory{24 * 90};

std::string of_network(const std::string& network) {
  return "network " + network;
}

std::int64_t tries_of(storage::Reader& reader, const std::string& subject) {
  const auto row = reader.query_one("SELECT tries FROM letter_try WHERE subject = $subject", {{"subject", subject}});
  return row ? row->integer("tries") : 0;
}

void count(storage::Writer& writer, const std::string& subject, bool of_network, UtcTime now) {
  writer.run(
      "INSERT INTO letter_try (subject, tries, since, of_network) VALUES ($subject, 1, $now, $of_network) "
      "ON CONFLICT (subject) DO UPDATE SET tries = letter_try.tries + 1",
      {{"subject", subject}, {"now", now}, {"of_network", of_network}});
}

void drop_old(storage::Writer& writer, UtcTime now) {
  writer.run("DELETE FROM letter_try WHERE of_network = 0 AND since < $long_ago", {{"long_ago", now - kMemory}});
  writer.run("DELETE FROM letter_try WHERE of_network = 1 AND since < $an_hour_ago",
             {{"an_hour_ago", now - kNetworkWindow}});
}

}  // namespace

bool count_try(storage::Upkeep& upkeep, const std::optional<std::string>& reference, const std::string& network,
               UtcTime now) {
  bool may = false;
  // The same statements whatever was typed: a slip counts on a row of its own that nobody asks.
  const auto subject = reference.value_or("slip");
  upkeep.write([&](storage::Writer& writer) {
    drop_old(writer, now);
    const bool network_may = tries_of(writer, of_network(network)) < kMaxTriesOfNetwork;
    const bool subject_may = tries_of(writer, subject) < kMaxTries;
    may = network_may && subject_may;
    // One network over its limit neither uses up a letter's tries nor leaves a row for each reference it makes up.
    if (network_may) count(writer, subject, false, now);
    count(writer, of_network(network), true, now);
    return true;
  });
  return may;
}

bool has_tries_left(storage::Reader& reader, const std::string& reference) {
  return tries_of(reader, reference) < kMaxTries;
}

void forget_tries(log::Act& act, const std::string& reference) {
  act.run("DELETE FROM letter_try WHERE subject = $reference", {{"reference", reference}});
}

}  // namespace nrm::letters
