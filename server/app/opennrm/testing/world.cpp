#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <sstream>
#include <stdexcept>

#include "config.hpp"
#include "found.hpp"
#include "local_client.hpp"
#include "nrm/access/members.hpp"
#include "nrm/log/publication.hpp"
#include "nrm/log/verification.hpp"
#include "nrm/mail/smtp.hpp"
#include "nrm/opennrm/testing.hpp"

namespace nrm::app::testing {
namespace {

namespace fs = std::filesystem;

// The least that libsodium takes: tests sign in hundreds of times.
constexpr crypto::PasswordCost kCheap{8192, 1};
constexpr std::uint64_t kSmallReserve = 1U << 20U;

fs::path make_scratch() {
  std::string name = (fs::temp_directory_path() / "nrm-world-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no scratch folder"};
  return name;
}

template <class T>
T must(Result<T> result, std::string_view what) {
  if (!result) throw std::runtime_error{fmt::format("{}: {}", what, result.error().type.slug)};
  return std::move(*result);
}

void set_mail(Config& config, const mail::Server& server) {
  config.mail.server = server.host;
  config.mail.port = server.port;
  config.mail.security = server.security == mail::Security::none  ? "none"
                         : server.security == mail::Security::tls ? "tls"
                                                                  : "starttls";
  config.mail.from = server.from;
  config.mail.authorities = server.authorities.string();
  config.mail.site = "https://instance.example";
}

Config config_of(const std::string& database, const std::string& pack, const mail::Server* mail) {
  Config config;
  config.name = "Test world";
  config.pack = pack;
  config.database = database;
  if (mail != nullptr) set_mail(config, *mail);
  return config;
}

}  // namespace

struct World::Parts {
  ManualClock clock{*parse_rfc3339("2026-02-02T08:00:00Z")};
  SeededRandom random;
  fs::path folder = make_scratch();
  InstanceOptions options;
  std::unique_ptr<Instance> instance;
  std::unique_ptr<LocalClient> client;
  std::map<std::string, std::string> tokens;
  std::map<std::string, Account> first_of_team;
  std::function<void(const Exchange&)> observer;
  int members = 0;

  Parts(unsigned seed, const std::string& database, const std::string& pack, const mail::Server* mail)
      : random{seed + 1000} {
    options = {&clock, &random, kCheap, kSmallReserve};
    instance = found_folder(folder / "instance", config_of(database, pack, mail), options);
    must(invite_first_administrator(*instance, {"Host", "ministry"}), "founding");
    client = std::make_unique<LocalClient>(*instance);
  }
  ~Parts() {
    client.reset();
    instance.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  const std::string& token_of(const Account& who) {
    auto& token = tokens[who.account];
    if (!token.empty() && access::resume(instance->access(), token, "test")) return token;
    // A code is good once: the next half minute brings another.
    for (int tries = 0; tries < 3; ++tries) {
      auto signed_in =
          client->sign_in(who.account, SecretText{who.password}, crypto::totp_code(who.totp_secret, clock.now()));
      if (signed_in) return token = *signed_in;
      clock.advance(std::chrono::seconds{31});
    }
    throw std::runtime_error{who.account + " cannot sign in"};
  }
};

World::World(unsigned seed, const std::string& database, const std::string& pack, const mail::Server* mail)
    : parts_{std::make_unique<Parts>(seed, database, pack, mail)} {}
World::~World() = default;

ManualClock& World::clock() {
  return parts_->clock;
}
UtcTime World::now() const {
  return parts_->clock.now();
}
const pathway::Pack& World::pack() const {
  return parts_->instance->pack();
}
Instance& World::instance() {
  return *parts_->instance;
}
fs::path World::folder() const {
  return parts_->folder / "instance";
}

void World::move_clock_to(UtcTime time) {
  parts_->clock.set(time);
  parts_->instance->catch_up();
}

std::string World::add_team(const std::string& name, const std::string& organisation_kind, const std::string& kind,
                            const std::string& service) {
  TeamWanted wanted{name, "test-" + std::to_string(++parts_->members), organisation_kind, {kind}, {}};
  if (!service.empty()) wanted.services.insert(service);
  return must(found_team(*parts_->instance, wanted), "a team").text();
}

Account World::add_member(const std::string& name, const std::string& team_id, const access::Roles& roles) {
  Account account{fmt::format("member{}", ++parts_->members),
                  "a long password of the tests",
                  {},
                  roles,
                  *TeamId::parse(team_id),
                  MemberId{Uuid{}}};
  account.totp_secret = crypto::random_totp_secret(parts_->random);
  account.member = must(found_member(*parts_->instance, {account.team, roles, account.account, name,
                                                         SecretText{account.password}, account.totp_secret}),
                        "a member");
  parts_->token_of(account);
  const auto first = parts_->first_of_team.try_emplace(team_id, account);
  if (!first.second) {
    const auto holder =
        must(access::resume(parts_->instance->access(), parts_->token_of(first.first->second), "test"), "the holder");
    for (const auto& waiting : must(access::list_key_requests(parts_->instance->access(), holder), "who waits"))
      if (const auto done = access::confirm_keys(parts_->instance->access(), holder, waiting.id, waiting.fingerprint);
          !done)
        throw std::runtime_error{fmt::format("confirming keys: {}", done.error().type.slug)};
  }
  return account;
}

http::Response World::call(const Account& who, http::Method method, const std::string& path, const std::string& body,
                           const Headers& headers) {
  return call_with_token(parts_->token_of(who), method, path, body, headers);
}

http::Response World::call_signed_out(http::Method method, const std::string& path, const std::string& body,
                                      const Headers& headers) {
  return call_with_token("", method, path, body, headers);
}

http::Response World::call_with_token(const std::string& token, http::Method method, const std::string& path,
                                      const std::string& body, const Headers& headers) {
  auto response = parts_->client->call(method, path, body, token, headers);
  if (parts_->observer) parts_->observer({method, path, body, response});
  return response;
}

std::string World::token_of(const Account& who) {
  return parts_->token_of(who);
}

void World::on_exchange(std::function<void(const Exchange&)> observer) {
  parts_->observer = std::move(observer);
}

storage::Rows World::query(std::string_view sql, const storage::Params& params) {
  return parts_->instance->database().reading([&](storage::Reader& reader) { return reader.query(sql, params); });
}

std::optional<std::string> World::verify_log() {
  parts_->instance->catch_up();
  std::stringstream exported;
  parts_->instance->database().read([&](storage::Reader& reader) { log::export_log(reader, exported); });
  const auto verdict = log::verify_export(exported, {});
  if (!verdict.sound()) return verdict.findings.front().where + ": " + verdict.findings.front().what;
  if (verdict.leaves == 0) return "the log is empty";
  return std::nullopt;
}

std::unique_ptr<Instance> World::second_instance() {
  return std::make_unique<Instance>(folder(), parts_->options);
}

}  // namespace nrm::app::testing
