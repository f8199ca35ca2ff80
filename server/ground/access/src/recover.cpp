#include "account_name.hpp"
#include "new_password.hpp"
#include "nrm/access/accounts.hpp"
#include "second_factor.hpp"
#include "throttle.hpp"

namespace nrm::access {
namespace {

log::Header header_for(const std::optional<MemberRow>& member) {
  log::Subject subject{{}, {}, "nobody"};
  if (member) subject = {{}, member->organisation, member->id.text()};
  return {{log::Actor::Kind::system, {}, {}, {}, "recovery"}, "access.recover", {}, std::move(subject), {}, {}};
}

// Of a hundred uses of one code at once, one finds the opener still there.
std::optional<Key32> use_recovery_code(log::Act& act, const MemberRow& member, const crypto::PasswordKeys& keys) {
  const auto opener = find_opener(act.writer(), member.id, kByRecovery);
  if (!opener || !bears_out(*opener, keys.verifier)) return std::nullopt;
  const auto taken =
      act.run("DELETE FROM member_key_opener WHERE member = $member AND kind = $kind AND verifier_hash = $hash",
              {{"member", member.id}, {"kind", kByRecovery}, {"hash", opener->verifier_hash}});
  if (taken != 1) return std::nullopt;
  return open_member_key(*opener, member.id, kByRecovery, keys.key_opener);
}

}  // namespace

// The new password is checked and stretched first, for known and unknown accounts alike: the work and the answers are
// the same whether or not anyone has this account.
Result<SecretText> recover(const AccessContext& context, const Recovery& recovery) {
  const auto account = fold_account(recovery.account);
  const auto attempt = attempt_at(context.secrets, account, recovery.network);
  if (auto counted = count_attempt(context, attempt); !counted) return tl::unexpected(counted.error());
  const auto fresh = stretch_new_password(context, recovery.new_password, {account, context.issuer}, "/new_password");
  if (!fresh) return tl::unexpected(fresh.error());
  const auto keys = keys_of_recovery(recovery.recovery_code);
  const auto known =
      context.database().reading([&](storage::Reader& reader) { return find_member_by_account(reader, account); });
  return context.journal.act<SecretText>(header_for(known), [&](log::Act& act) -> Result<SecretText> {
    const auto member = find_member_by_account(act.writer(), account);
    if (!member || member->state != "active" || !keys) return fail(problems::kWrongCredentials);
    const auto seed = use_recovery_code(act, *member, *keys);
    if (!seed || !use_totp(act, context.secrets, member->id, recovery.code)) return fail(problems::kWrongCredentials);
    forget_attempts(act, attempt);
    keep_password_opener(act, member->id, *seed, *fresh);
    act.run("DELETE FROM session WHERE member = $member", {{"member", member->id}});
    return keep_recovery_opener(act, member->id, *seed);
  });
}

}  // namespace nrm::access
