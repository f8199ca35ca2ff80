// A border team with three custodians and a member who lost everything by which she signs in.
#pragma once

#include "nrm/access/custody.hpp"
#include "nrm/access/keyring.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/access/shares.hpp"
#include "nrm/access/testing.hpp"

namespace nrm::access::testing {

class CustodyWorld : public World {
 public:
  explicit CustodyWorld(WorldOptions options = {}) : World{std::move(options)} {}

  Person second = new_person(border, {Role::first_responder}, "border.second");
  Person third = new_person(border, {Role::identifying_officer}, "border.third");
  Person lost = new_person(border, {Role::first_responder}, "border.lost");

  std::array<Person, 3> custodians() const { return {officer, second, third}; }

  void name_custodians() { name_custodians(custodians()); }
  void name_custodians(const std::array<Person, 3>& people) {
    const auto version =
        must(propose_custodians(context(), session(border_manager), {people[0].id, people[1].id, people[2].id}));
    for (const auto& person : people) {
      clock.advance(std::chrono::seconds{1});
      must(accept_custody(context(), session(person), version));
    }
  }
  // Everybody signs in once more, as she would the next morning: her keys are split.
  void next_morning() {
    for (const auto& person : {border_manager, officer, second, third, lost}) sign_in_now(person);
  }
  CustodyRequestId ask_for(const Person& person) {
    return must(request_account(context(), session(officer), {person.id, "known-in-person"}));
  }
  int run_jobs() {
    jobs::Runner runner{database.get(), clock, custody_job_handlers(context()), [](std::string_view) {}};
    return runner.run_due();
  }
  void wait(std::chrono::microseconds time) {
    clock.advance(time);
    run_jobs();
  }
  Result<std::optional<SecretText>> approve_by(const Person& person, const CustodyRequestId& id,
                                               const std::string& fingerprint = {}) {
    return approve(context(), session(person), {id, "known-in-person", fingerprint});
  }
  CustodyState state_of(const CustodyRequestId& id) {
    const auto name =
        database.query("SELECT state FROM custody_request WHERE id = $id", {{"id", id}}).at(0).text("state");
    for (const auto state : {CustodyState::waiting, CustodyState::open, CustodyState::approved, CustodyState::done,
                             CustodyState::cancelled, CustodyState::expired})
      if (name_of(state) == name) return state;
    throw std::logic_error{"no such state"};
  }
  static CustodianCodes codes(const Person& person, const SecretText& one, const SecretText& other) {
    return {person.account, one, other, "10.1.0.0/24"};
  }
  crypto::TotpSecret new_factor(const CustodianCodes& codes) {
    return totp_in(must(prepare_account(context(), codes)).totp_uri);
  }
  static crypto::TotpSecret totp_in(const std::string& uri) {
    const auto at = uri.find("secret=") + 7;
    std::array<std::uint8_t, crypto::TotpSecret::kSize> bytes{};
    std::uint32_t held = 0;
    std::uint32_t bits = 0;
    std::size_t count = 0;
    for (const char letter : uri.substr(at, uri.find('&', at) - at)) {
      held = held << 5U | static_cast<std::uint32_t>(letter >= 'A' ? letter - 'A' : letter - '2' + 26);
      if ((bits += 5) < 8) continue;
      bits -= 8;
      bytes.at(count++) = static_cast<std::uint8_t>(held >> bits);
    }
    return crypto::TotpSecret{bytes};
  }
  Result<SecretText> come_back(const CustodianCodes& codes, const crypto::TotpSecret& factor,
                               const std::string& password = "amber tram Tuesday 88 fiddle") {
    clock.advance(std::chrono::seconds{30});
    return recover_account(context(), codes, {SecretText{password}, crypto::totp_code(factor, clock.now())});
  }
  std::vector<std::string> notices_of(const Person& person) {
    std::vector<std::string> out;
    for (const auto& notice : must(list_notices(context(), session(person)))) out.push_back(notice.code);
    return out;
  }
  std::int64_t count(const std::string& sql, const storage::Params& params = {}) {
    return database.query("SELECT COUNT(*) AS n FROM " + sql, params).at(0).integer("n");
  }
  Result<TeamKey> open_key(const Person& person, Compartment kind) {
    const auto by = session(person);
    return journal().act<TeamKey>(by.header("compartment.open", "assist", {}), [&](log::Act& act) -> Result<TeamKey> {
      const auto permit = decide(act, by, Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return open_team_key(act, *permit, kind);
    });
  }
};

}  // namespace nrm::access::testing
