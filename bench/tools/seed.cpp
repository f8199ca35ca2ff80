// Fills a demonstration's instance with cases by the program's own acts: as its API would, but many cases in an act and
// on every processor.
//   bench_seed FOLDER ACCOUNT COUNT
#include <fmt/format.h>
#include <boost/json.hpp>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "nrm/access/accounts.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::bench {
namespace {

namespace json = boost::json;

constexpr std::int64_t kCasesOfAnAct = 50;

struct Member {
  std::string password;
  crypto::TotpSecret totp;
};

Member member_of(const std::string& folder, const std::string& account) {
  std::ifstream in{folder + "/demo.json"};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto accounts = json::parse(text);
  for (const auto& row : accounts.as_array()) {
    if (row.at("account").as_string() != account) continue;
    Member out;
    out.password = json::value_to<std::string>(row.at("password"));
    const auto secret = from_hex(json::value_to<std::string>(row.at("totp_secret")));
    std::array<std::uint8_t, 20> bytes{};
    if (!secret || secret->size() != bytes.size()) throw std::runtime_error{"demo.json holds no second factor"};
    std::copy(secret->begin(), secret->end(), bytes.begin());
    out.totp = crypto::TotpSecret{bytes};
    return out;
  }
  throw std::runtime_error{fmt::format("no {} in the demonstration", account)};
}

access::SignedIn sign_in(app::Instance& instance, const std::string& folder, const std::string& account) {
  const auto member = member_of(folder, account);
  auto in = access::sign_in(instance.access(),
                            {account, SecretText{member.password},
                             crypto::totp_code(member.totp, instance.clock().now()), access::network_of("127.0.0.1")},
                            "bench");
  if (!in) throw std::runtime_error{fmt::format("{} cannot sign in: {}", account, in.error().type.slug)};
  return std::move(*in);
}

casefile::Values values_of(std::int64_t number) {
  casefile::Values out;
  const auto add = [&](const char* name, std::string value) {
    out.emplace(name, Personal<std::string>{std::move(value)});
  };
  add("identity.names", fmt::format(R"json([{{"name":"Fictional person {}","kind":"as-written"}}])json", number));
  add("casework.age-class", R"({"class":"adult","reason":"own-statement"})");
  add("casework.needs", R"(["shelter"])");
  add("casework.summary", "Found at the crossing; needs a place to stay. Fictional.");
  add("whereabouts.safe-contact", R"({"how":"by the duty desk","when":"9 to 18"})");
  return out;
}

Result<void> open_some(app::Instance& instance, const access::Session& session, std::int64_t from, std::int64_t until) {
  const auto header = session.header("case.open", "assist", {std::nullopt, session.organisation, {}});
  return instance.journal().act<void>(header, [&](log::Act& act) -> Result<void> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    for (auto number = from; number < until; ++number) {
      const auto opened =
          casefile::open_case(act, *permit, casefile::new_case_under(instance.pack(), values_of(number), act.now()));
      if (!opened) return tl::unexpected(opened.error());
    }
    return {};
  });
}

void seed(app::Instance& instance, const access::Session& session, std::int64_t count) {
  std::atomic<std::int64_t> next{0};
  const auto work = [&] {
    for (;;) {
      const auto from = next.fetch_add(kCasesOfAnAct);
      if (from >= count) return;
      const auto done = open_some(instance, session, from, std::min(count, from + kCasesOfAnAct));
      if (!done) throw std::runtime_error{fmt::format("cases are refused: {}", done.error().type.slug)};
      if (from % 10'000 == 0) fmt::print(stderr, "   {} cases\n", from);
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
}

int run(const std::string& folder, const std::string& account, std::int64_t count) {
  app::Instance instance{folder, {.clock_is_right = true}};
  const auto signed_in = sign_in(instance, folder, account);
  seed(instance, signed_in.session, count);
  instance.number_log();
  (void)access::sign_out(instance.access(), signed_in.session);
  return 0;
}

}  // namespace
}  // namespace nrm::bench

int main(int count, char** words) {
  if (count != 4) {
    fmt::print(stderr, "usage: bench_seed FOLDER ACCOUNT COUNT\n");
    return 2;
  }
  try {
    return nrm::bench::run(words[1], words[2], std::stoll(words[3]));
  } catch (const std::exception& fault) {
    fmt::print(stderr, "bench_seed: {}\n", fault.what());
    return 1;
  }
}
