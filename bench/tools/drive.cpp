// Drives a server with a mix of requests over kept connections and prints one line of JSON.
//   bench_drive --port P --mix MIX --seconds S [--rate R] [--connections C] [--cookies FILE] [--cases FILE] [--path P]
// With a rate each request has its time, and its latency counts from that time: a server that falls behind cannot hide
// it. Without one every connection asks again as soon as it is answered.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "mix.hpp"

namespace nrm::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

struct Wanted {
  std::uint16_t port = 0;
  std::string mix;
  double seconds = 10;
  double rate = 0;
  unsigned connections = 16;
  Setting setting;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream in{path};
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) out.push_back(line);
  if (out.empty()) throw std::runtime_error{path + " is empty"};
  return out;
}

Wanted read_words(int count, char** words) {
  std::map<std::string, std::string> given;
  for (int i = 1; i + 1 < count; i += 2) given[words[i]] = words[i + 1];
  const auto take = [&](const char* name, const char* otherwise) {
    const auto found = given.find(name);
    return found == given.end() ? std::string{otherwise} : found->second;
  };
  Wanted out;
  out.port = static_cast<std::uint16_t>(std::stoi(take("--port", "0")));
  out.mix = take("--mix", "get=1");
  out.seconds = std::stod(take("--seconds", "10"));
  out.rate = std::stod(take("--rate", "0"));
  out.connections = static_cast<unsigned>(std::stoul(take("--connections", "16")));
  out.setting.path = take("--path", "/");
  if (const auto file = take("--cookies", ""); !file.empty()) out.setting.cookies = lines_of(file);
  if (const auto file = take("--cases", ""); !file.empty()) out.setting.cases = lines_of(file);
  return out;
}

// When the next request is to be sent; of all workers together.
class Schedule {
 public:
  Schedule(double rate, double seconds) : rate_{rate}, began_{Clock::now()}, end_{began_ + cast(seconds)} {}
  // Nothing: it is over.
  bool take(Clock::time_point& at) {
    if (rate_ <= 0) {
      at = Clock::now();
      return at < end_;
    }
    at = began_ + cast(static_cast<double>(next_.fetch_add(1)) / rate_);
    if (at >= end_) return false;
    std::this_thread::sleep_until(at);
    return true;
  }
  double elapsed() const { return Seconds{Clock::now() - began_}.count(); }

 private:
  static Clock::duration cast(double seconds) { return std::chrono::duration_cast<Clock::duration>(Seconds{seconds}); }
  double rate_;
  Clock::time_point began_;
  Clock::time_point end_;
  std::atomic<std::uint64_t> next_{0};
};

struct Times {
  std::vector<double> reads, writes;  // seconds
  std::uint64_t faults = 0;
  std::string fault;
};

void work(const Wanted& wanted, unsigned number, Schedule& schedule, Times& out, std::mutex& lock) {
  Times mine;
  TlsClient client{wanted.port};
  Asker asker{wanted.setting, parse_mix(wanted.mix), number};
  Clock::time_point at;
  while (mine.faults < 10 && schedule.take(at)) {
    const auto kind = asker.next();
    try {
      asker.ask(client, kind);
      (is_write(kind) ? mine.writes : mine.reads).push_back(Seconds{Clock::now() - at}.count());
    } catch (const std::exception& fault) {
      ++mine.faults;
      mine.fault = fault.what();
    }
  }
  const std::scoped_lock held{lock};
  out.reads.insert(out.reads.end(), mine.reads.begin(), mine.reads.end());
  out.writes.insert(out.writes.end(), mine.writes.begin(), mine.writes.end());
  out.faults += mine.faults;
  if (!mine.fault.empty()) out.fault = mine.fault;
}

double quantile_ms(std::vector<double>& times, double share) {
  if (times.empty()) return 0;
  const auto at = std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())));
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(at), times.end());
  return 1000 * times[at];
}

std::string json_of(std::vector<double>& times) {
  return fmt::format(R"({{"count":{},"p50_ms":{:.3f},"p99_ms":{:.3f},"worst_ms":{:.3f}}})", times.size(),
                     quantile_ms(times, 0.5), quantile_ms(times, 0.99), quantile_ms(times, 1));
}

void print(Times& times, double elapsed) {
  std::string fault;
  for (const char letter : times.fault)
    if (letter >= ' ' && letter != '"' && letter != '\\') fault.push_back(letter);
  const auto done = static_cast<double>(times.reads.size() + times.writes.size());
  fmt::print(R"({{"rate":{:.2f},"seconds":{:.2f},"reads":{},"writes":{},"faults":{},"fault":"{}"}})"
             "\n",
             done / elapsed, elapsed, json_of(times.reads), json_of(times.writes), times.faults, fault);
}

int run(const Wanted& wanted) {
  Times times;
  std::mutex lock;
  Schedule schedule{wanted.rate, wanted.seconds};
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < wanted.connections; ++i)
      threads.emplace_back([&, i] { work(wanted, i, schedule, times, lock); });
  }
  print(times, schedule.elapsed());
  return 0;
}

}  // namespace
}  // namespace nrm::bench

int main(int count, char** words) {
  try {
    return nrm::bench::run(nrm::bench::read_words(count, words));
  } catch (const std::exception& fault) {
    fmt::print(stderr, "bench_drive: {}\n", fault.what());
    return 1;
  }
}
