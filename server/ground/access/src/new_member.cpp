#include "new_member.hpp"

#include "account_name.hpp"
#include "new_password.hpp"
#include "nrm/kernel/text.hpp"
#include "second_factor.hpp"

namespace nrm::access {
namespace {

constexpr std::chrono::hours kEnrolmentLasts{24};

std::vector<FieldProblem> faults_of(const std::string& account, const std::string& name) {
  std::vector<FieldProblem> out;
  if (!is_account(account)) out.push_back({"/account", "not-an-account", {}});
  if (const auto fault = find_text_fault(name, kMaxName, true)) {
    out.push_back({"/name", std::string{code_of(*fault)}, {}});
    if (*fault == TextFault::too_long) out.back().params = {{"max", std::to_string(kMaxName)}};
  }
  return out;
}

void insert_member(log::Act& act, const MemberId& id, const Place& place, const CheckedMember& member,
                   const crypto::PublicKeys& keys) {
  act.run(
      "INSERT INTO member (id, account, name, organisation, team, state, roles, public_keys, joined_at, in_team_since) "
      "VALUES ($id, $account, $name, $organisation, $team, 'invited', $roles, $keys, $now, $now)",
      {{"id", id},
       {"account", member.account},
       {"name", member.name},
       {"organisation", place.organisation},
       {"team", place.team},
       {"roles", to_row(place.roles)},
       {"keys", crypto::encode(keys)},
       {"now", act.now()}});
}

}  // namespace

Result<CheckedMember> check_new_member(const AccessContext& context, const NewMember& input,
                                       const OrganisationId& organisation) {
  auto account = fold_account(input.account);
  if (auto faults = faults_of(account, input.name); !faults.empty()) {
    return fail(nrm::problems::kInvalid, std::move(faults));
  }
  const auto words = own_words(context, account, input.name, organisation);
  auto password = stretch_new_password(context, input.password, words, "/password");
  if (!password) return tl::unexpected(password.error());
  return CheckedMember{std::move(account), input.name, *password};
}

Result<Enrolled> write_new_member(log::Act& act, const AccessContext& context, const Place& place,
                                  const CheckedMember& member, const std::optional<crypto::TotpSecret>& totp_secret) {
  drop_ended_enrolments(act);
  if (find_member_by_account(act.writer(), member.account)) return fail(problems::kAccountTaken);
  const auto id = MemberId::random(act.random());
  const auto enrolment = EnrolmentId::random(act.random());
  const auto seed = crypto::random_key(act.random());
  const auto totp = totp_secret ? *totp_secret : crypto::random_totp_secret(act.random());
  insert_member(act, id, place, member, crypto::public_keys(seed));
  keep_password_opener(act, id, seed, member.password);
  keep_totp(act, context.secrets, id, totp);
  act.run("INSERT INTO enrolment (id, member, expires_at, tries) VALUES ($id, $member, $expires, 0)",
          {{"id", enrolment}, {"member", id}, {"expires", act.now() + kEnrolmentLasts}});
  return Enrolled{enrolment, id, totp, keep_recovery_opener(act, id, seed),
                  crypto::totp_uri(totp, context.issuer, member.account)};
}

void drop_ended_enrolments(log::Act& act) {
  const auto ended = act.query("SELECT member FROM enrolment WHERE expires_at <= $now", {{"now", act.now()}});
  for (const auto& row : ended) {
    const auto member = row.id<MemberId>("member");
    act.run("DELETE FROM member_key_opener WHERE member = $member", {{"member", member}});
    act.run("DELETE FROM totp WHERE member = $member", {{"member", member}});
    act.run("DELETE FROM enrolment WHERE member = $member", {{"member", member}});
    act.run("DELETE FROM member WHERE id = $member", {{"member", member}});
  }
}

void activate(log::Act& act, const MemberId& member) {
  act.run("UPDATE member SET state = 'active' WHERE id = $member AND state = 'invited'", {{"member", member}});
  act.run("DELETE FROM enrolment WHERE member = $member", {{"member", member}});
}

}  // namespace nrm::access
