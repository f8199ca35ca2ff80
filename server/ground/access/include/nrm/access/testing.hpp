// For tests only. A small instance: two organisations with a team each, members of every kind of role, signed in and
// holding their keys. Higher modules build their tests on it.
//
//   World world{{.schemas = {casefile::schema()}}};
//   auto session = world.session(world.officer);       // as a request of hers would have it; signs in again when over
//   world.journal().act<void>(session.header("case.open", "identify", {}), [&](log::Act& act) -> Result<void> {…});
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "nrm/access/members.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/storage/testing.hpp"

namespace nrm::access::testing {

// Fast: libsodium's least.
inline constexpr crypto::PasswordCost kCheapPassword{8192, 1};

// The value, or an end of the test that names the problem.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::logic_error{"refused: " + std::string{result.error().type.slug}};
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

struct Person {
  MemberId id;
  std::string account;
  crypto::TotpSecret totp;
  std::string password;
  std::string recovery_code;
};

struct Body {
  OrganisationId organisation;
  TeamId team;
};

struct WorldOptions {
  storage::Kind kind = storage::Kind::sqlite;
  std::vector<storage::Schema> schemas = {};  // beside storage's, jobs', log's, directory's and access's
  std::optional<pathway::Pack> pack = std::nullopt;
  UtcTime start = UtcTime::from_unix_us(1'524'646'800'000'000);  // Wednesday 25 April 2018, 09:00 UTC
};

// Enough of a pack for an organisation and a team.
inline pathway::Pack small_pack() {
  pathway::Pack pack;
  pack.id = "test";
  pack.languages = {"en"};
  pack.time_zone = "Europe/Minsk";
  pack.reference_prefix = "BY";
  pack.calendar = std::make_shared<const Calendar>("Europe/Minsk", std::set<Date>{}, std::set<Date>{},
                                                   *parse_iso_date("2020-12-31"));
  const auto list = [](std::string name, std::vector<std::string> codes) {
    pathway::CodeList out;
    out.name = std::move(name);
    for (auto& code : codes) {
      out.codes.emplace_back();
      out.codes.back().code = std::move(code);
    }
    return out;
  };
  pack.code_lists = {list("organisation-kind", {"ngo", "police", "border-service"}),
                     list("service", {"shelter", "legal-aid", "medical"})};
  return pack;
}

// A founded instance without organisations or members.
class Instance {
 public:
  explicit Instance(WorldOptions options)
      : clock{options.start}, database{options.kind}, pack{options.pack ? *options.pack : small_pack()} {
    crypto::initialise();
    std::vector<storage::Schema> schemas{jobs::schema(), log::schema(), directory::schema(), access::schema()};
    schemas.insert(schemas.end(), options.schemas.begin(), options.schemas.end());
    database.migrate(schemas);
    secrets = make_server_secrets(random);
    connect();
    must(found_keys(*context_));
  }

  ManualClock clock;
  SystemRandom random;
  storage::testing::TestDatabase database;
  pathway::Pack pack;
  ServerSecrets secrets;
  PasswordPool pool;

  log::Journal& journal() { return *journal_; }
  AccessContext& context() { return *context_; }
  // As a restart would: new objects on the same data. Reactions must be registered anew.
  void restart() {
    context_.reset();
    database.restart();
    connect();
  }

  Body new_body(const std::string& code, const std::string& name, const std::set<std::string>& kinds,
                const std::set<std::string>& services = {}, const std::string& organisation_kind = "ngo") {
    directory::NewOrganisation organisation;
    organisation.code = code;
    organisation.name = name;
    organisation.kind = organisation_kind;
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, "directory.add-team", {}, {}, {}, {}};
    return must(journal_->act<Body>(header, [&](log::Act& act) -> Result<Body> {
      const auto id = must(directory::add_organisation(act, pack, organisation));
      return Body{id, must(directory::add_team(act, pack, {id, name, kinds, services, {}}))};
    }));
  }

  std::string code_of(const Person& person) const { return crypto::totp_code(person.totp, clock.now()); }
  // The clock moves on a step, so that the code is a fresh one.
  SignedIn sign_in_now(const Person& person) {
    clock.advance(std::chrono::seconds{30});
    return must(sign_in(*context_, {person.account, SecretText{person.password}, code_of(person), "127.0.0.0/24"},
                        "test-request"));
  }
  Session session(const Person& person) {
    auto resumed = resume(*context_, tokens_[person.account].expose(), "test-request");
    if (resumed) return *std::move(resumed);
    auto signed_in = sign_in_now(person);
    tokens_[person.account] = signed_in.token;
    return std::move(signed_in.session);
  }
  SecretText token(const Person& person) {
    session(person);
    return tokens_[person.account];
  }

  // Active, and not signed in yet.
  Person enrolled(const Body& body, const Roles& roles, const std::string& account) {
    const std::string password = "violet kettle orbit lantern of " + std::to_string(account.size()) + " winds";
    const NewMember who{account, "Test " + account, SecretText{password}};
    const auto made = must(enrol_directly(*context_, {body.organisation, body.team, roles, who, std::nullopt}));
    return {made.member, account, made.totp_secret, password, made.recovery_code.expose()};
  }
  // Active, and given her keys by the first of her team who holds them all.
  Person new_person(const Body& body, const Roles& roles, const std::string& account) {
    auto person = enrolled(body, roles, account);
    session(person);
    const auto state = database->reading([&](storage::Reader& reader) { return key_state(reader, person.id); });
    const auto holder = holders_.find(body.team.text());
    if (state == KeyState::awaited && holder != holders_.end()) give_keys(holder->second, person);
    if (compartments_of(roles).size() == kCompartments.size()) holders_.emplace(body.team.text(), person);
    return person;
  }
  void give_keys(const Person& holder, const Person& to) {
    const auto fingerprint = crypto::fingerprint(crypto::public_keys(session(to).member_seed));
    must(confirm_keys(*context_, session(holder), to.id, fingerprint));
  }

 private:
  static std::vector<std::string> upkeep_tables() {
    const auto listed = access::schema().upkeep_tables;
    return {listed.begin(), listed.end()};
  }
  void connect() {
    upkeep_ = std::make_unique<storage::Upkeep>(database.get(), upkeep_tables());
    journal_ = std::make_unique<log::Journal>(database.get(), clock, random);
    context_ = std::make_unique<AccessContext>(
        AccessContext{*journal_, *upkeep_, secrets, pool, kCheapPassword, "OpenNRM", {}});
  }

  std::unique_ptr<storage::Upkeep> upkeep_;
  std::unique_ptr<log::Journal> journal_;
  std::unique_ptr<AccessContext> context_;
  std::map<std::string, SecretText> tokens_;
  std::map<std::string, Person> holders_;  // by team
};

// The usual cast.
class World : public Instance {
 public:
  explicit World(WorldOptions options = {}) : Instance{std::move(options)} {}

  Body border = new_body("test-border", "Border post", {"identification"});
  Body shelter = new_body("test-shelter", "Shelter", {"protection"}, {"shelter"});
  // First of each team: makes its keys.
  Person border_manager = new_person(border, {Role::case_manager}, "border.manager");
  Person shelter_manager = new_person(shelter, {Role::case_manager}, "shelter.manager");
  Person officer = new_person(border, {Role::first_responder, Role::identifying_officer}, "border.officer");
  Person provider = new_person(shelter, {Role::service_provider}, "shelter.provider");
  Person administrator = new_person(border, {Role::administrator}, "border.administrator");
  Person auditor = new_person(border, {Role::auditor}, "border.auditor");
};

}  // namespace nrm::access::testing
