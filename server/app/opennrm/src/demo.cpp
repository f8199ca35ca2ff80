#include "demo.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <fstream>
#include <map>

#include "cli.hpp"
#include "demo_cases.hpp"
#include "found.hpp"
#include "passphrase.hpp"
#include "private_file.hpp"

namespace nrm::app {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct TeamRow {
  const char* key;
  const char* body;  // teams with the same one are of one organisation
  const char* name;
  const char* organisation;
  const char* organisation_kind;
  const char* kind;
  std::set<std::string> services;
};
struct MemberRow {
  const char* account;
  const char* name;
  const char* team;
  access::Role role;
};

// All fictional; the names say so.
const std::vector<TeamRow>& teams() {
  static const std::vector<TeamRow> rows{
      {"border",
       "border",
       "Border post Aspen (fictional)",
       "Aspen border service (fictional)",
       "border-service",
       "identification",
       {"identification"}},
      {"police",
       "police",
       "Identification desk (fictional)",
       "City police (fictional)",
       "police-department",
       "identification",
       {"identification"}},
      {"lake",
       "lake",
       "Lake Street crisis room (fictional)",
       "Lake Street aid society (fictional)",
       "ngo",
       "protection",
       {"shelter", "crisis-room"}},
      {"law",
       "lake",
       "Legal aid desk (fictional)",
       "Lake Street aid society (fictional)",
       "ngo",
       "protection",
       {"legal-aid"}},
      {"hill", "hill", "Hill shelter (fictional)", "Hill house society (fictional)", "ngo", "protection", {"shelter"}},
      {"coordination",
       "coordination",
       "Coordination (fictional)",
       "Ministry of care (fictional)",
       "ministry",
       "coordination",
       {}}};
  return rows;
}

const std::vector<MemberRow>& members() {
  using enum access::Role;
  static const std::vector<MemberRow> rows{
      {"anna", "Anna (fictional)", "border", identifying_officer},
      {"boris", "Boris (fictional)", "border", first_responder},
      {"ihar", "Ihar (fictional)", "police", identifying_officer},
      {"olga", "Olga (fictional)", "lake", case_manager},
      {"pavel", "Pavel (fictional)", "lake", service_provider},
      {kWaitsForKeys, "Yulia (fictional; waits for her keys)", "lake", case_manager},
      {"darya", "Darya (fictional)", "law", case_manager},
      {"nina", "Nina (fictional)", "hill", case_manager},
      {"vera", "Vera (fictional)", "coordination", coordinator},
      {"audit", "Auditor (fictional)", "lake", auditor},
      {"dpo", "Data protection officer (fictional)", "lake", data_protection_officer},
      {"admin", "Administrator (fictional)", "coordination", administrator}};
  return rows;
}

// Four groups that can be read over a shoulder and typed: 80 bits, new at each founding.
std::string make_password(Random& random) {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789-";
  std::string password;
  for (const auto byte : random.bytes(16)) {
    if (password.size() % 5 == 4) password.push_back('.');
    password.push_back(letters[byte % 31U]);
  }
  return password;
}

void write_accounts(const fs::path& folder, const std::vector<DemoAccount>& accounts) {
  json::array rows;
  for (const auto& account : accounts)
    rows.push_back({{"account", account.account},
                    {"name", account.name},
                    {"team", account.team},
                    {"role", account.role},
                    {"password", account.password},
                    {"totp_secret", to_hex(account.totp_secret.expose())}});
  write_private_file(folder / "demo.json", json::serialize(rows) + "\n");
}

std::map<std::string, TeamId> add_teams(Instance& instance) {
  std::map<std::string, TeamId> ids;
  for (const auto& row : teams())
    ids.emplace(row.key, or_refuse(found_team(instance, {row.name,
                                                         fmt::format("demo-{}", row.body),
                                                         row.organisation_kind,
                                                         {row.kind},
                                                         row.services,
                                                         row.organisation})));
  return ids;
}

std::vector<DemoAccount> add_members(Instance& instance, const std::map<std::string, TeamId>& ids) {
  std::vector<DemoAccount> accounts;
  for (const auto& row : members()) {
    DemoAccount account{row.account,
                        row.name,
                        "",
                        std::string{access::name_of(row.role)},
                        make_password(instance.random()),
                        crypto::random_totp_secret(instance.random())};
    for (const auto& team : teams())
      if (std::string_view{team.key} == row.team) account.team = team.name;
    or_refuse(found_member(instance, {ids.at(row.team),
                                      {row.role},
                                      account.account,
                                      account.name,
                                      SecretText{account.password},
                                      account.totp_secret}));
    accounts.push_back(std::move(account));
  }
  return accounts;
}

constexpr std::chrono::minutes kFoundedAgo{15};

void fill_demo(const fs::path& folder, int port) {
  Config config;
  config.name = "OpenNRM demonstration";
  config.pack = "by";
  config.port = static_cast<std::uint16_t>(port);
  config.demonstration = true;
  // Founded a little in the past, by a clock that stands while nothing is done: no code can lapse between being made
  // and being checked, and the codes of now stay unused, so that a newcomer can sign in at once.
  ManualClock clock{SystemClock{}.now() - kFoundedAgo};
  InstanceOptions options;
  options.clock = &clock;
  auto instance = found_folder(folder, config, options);
  or_refuse(invite_first_administrator(*instance, {"Demonstration host (fictional)", "ministry"}));
  const auto ids = add_teams(*instance);
  const auto accounts = add_members(*instance, ids);
  add_demo_cases(*instance, clock, ids, accounts);
  instance->catch_up();
  write_accounts(folder, accounts);
}

}  // namespace

void found_demo(const fs::path& folder, int port) {
  if (fs::exists(folder) && !fs::is_empty(folder))
    throw Refused{folder.string() + " is not empty: found a demonstration in a new folder"};
  // Made apart and moved into place: a founding that was cut off leaves nothing that looks like an instance.
  auto unfinished = folder;
  unfinished += ".founding";
  fs::remove_all(unfinished);
  fill_demo(unfinished, port);
  fs::remove(folder);
  fs::rename(unfinished, folder);
}

std::vector<DemoAccount> read_demo_accounts(const fs::path& folder) {
  if (!fs::exists(folder / "demo.json"))
    throw Refused{folder.string() + " holds no demonstration; make one with: opennrm demo found " + folder.string()};
  const auto rows = json::parse(text_of(read_file(folder / "demo.json")));
  std::vector<DemoAccount> accounts;
  for (const auto& row : rows.as_array()) {
    const auto text = [&](const char* name) { return json::value_to<std::string>(row.as_object().at(name)); };
    accounts.push_back({text("account"), text("name"), text("team"), text("role"), text("password"),
                        *crypto::TotpSecret::copy_of(*from_hex(text("totp_secret")))});
  }
  return accounts;
}

std::string current_code(const DemoAccount& account) {
  return crypto::totp_code(account.totp_secret, SystemClock{}.now());
}

}  // namespace nrm::app
