#include "nrm/access/member_key.hpp"

#include "custodians.hpp"
#include "log_keys.hpp"
#include "nrm/access/accounts.hpp"
#include "nrm/access/break_glass.hpp"
#include "nrm/access/keyring.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/access/shares.hpp"
#include "openers.hpp"
#include "second_factor.hpp"
#include "team_key_seals.hpp"
#include "throttle.hpp"

namespace nrm::access {
namespace {

Result<void> rest_between(log::Act& act, const MemberId& member) {
  const auto row =
      act.query_one("SELECT changed_at FROM member_key_change WHERE member = $member", {{"member", member}});
  if (row && act.now() < row->time("changed_at") + kMemberKeyRest) return fail(problems::kThrottled);
  act.run(
      "INSERT INTO member_key_change (member, changed_at) VALUES ($member, $now) ON CONFLICT (member) DO UPDATE SET "
      "changed_at = excluded.changed_at",
      {{"member", member}, {"now", act.now()}});
  return {};
}

// Each version she holds, opened with the old key and sealed to the new one.
Result<void> reseal_team_keys(log::Act& act, const ServerSecrets& secrets, const Permit& permit,
                              const MemberRow& member, const Key32& new_seed) {
  const auto rows = act.query("SELECT kind, version FROM team_key_seal WHERE team = $team AND member = $member",
                              {{"team", member.team}, {"member", member.id}});
  for (const auto& row : rows) {
    const auto kind = parse_compartment(row.text("kind"));
    if (!kind) fail_bug("a stored compartment is not one");
    const auto version = static_cast<std::uint32_t>(row.integer("version"));
    const auto key = open_team_key(act, permit, *kind, version);
    if (!key) return tl::unexpected(key.error());
    act.run("DELETE FROM team_key_seal WHERE team = $team AND kind = $kind AND version = $version AND member = $member",
            {{"team", member.team}, {"kind", name_of(*kind)}, {"version", version}, {"member", member.id}});
    seal_to_self(act, secrets, *key, *kind, member, new_seed);
  }
  return {};
}

Result<NewMemberKey> replace(log::Act& act, const AccessContext& context, const Permit& permit,
                             const StretchedPassword& password) {
  const auto& session = permit.session();
  if (auto rested = rest_between(act, session.member); !rested) return tl::unexpected(rested.error());
  const auto seed = crypto::random_key(act.random());
  const auto keys = crypto::public_keys(seed);
  auto member = *find_member(act.writer(), session.member);
  member.public_keys = crypto::encode(keys);
  act.run("UPDATE member SET public_keys = $keys WHERE id = $id", {{"keys", member.public_keys}, {"id", member.id}});
  if (auto sealed = reseal_team_keys(act, context.secrets, permit, member, seed); !sealed)
    return tl::unexpected(sealed.error());
  // Boxed to the key that she gave up. A case manager gives them anew by switching emergency keys on once more.
  take_emergency_keys(act, member.id);
  if (const auto log_seed = find_log_seed(act, session)) keep_own_log_key(act, *log_seed, member, seed);
  keep_password_opener(act, member.id, seed, password);
  auto code = keep_recovery_opener(act, member.id, seed);
  end_shares_of(act, member.id);
  renew_bindings(act, context.secrets, member);
  tell_team(act, member.team, "member.key-changed", member.id.text());
  act.run("DELETE FROM session WHERE member = $member", {{"member", member.id}});
  act.note("member-key", crypto::fingerprint(keys));
  return NewMemberKey{std::move(code), crypto::fingerprint(keys)};
}

}  // namespace

Result<NewMemberKey> rotate_member_key(const AccessContext& context, const Session& session, const KeyChange& change) {
  const auto attempt = attempt_at(context.secrets, session.account, change.network);
  if (auto counted = count_attempt(context, attempt); !counted) return tl::unexpected(counted.error());
  const auto known = context.database().reading(
      [&](storage::Reader& reader) { return find_opener(reader, session.member, kByPassword); });
  if (!known) return fail(problems::kSignedOut);
  const auto keys = context.pool.stretch(change.current_password, known->salt, known->cost);
  if (!keys) return tl::unexpected(keys.error());
  const log::Subject subject{{}, session.organisation, session.member.text()};
  return context.journal.act<NewMemberKey>(
      session.header("access.rotate-own-key", {}, subject), [&](log::Act& act) -> Result<NewMemberKey> {
        const auto permit = decide(act, session, Relation::own_account);
        if (!permit) return tl::unexpected(permit.error());
        const auto opener = find_opener(act.writer(), session.member, kByPassword);
        if (!opener || opener->verifier_hash != known->verifier_hash || !bears_out(*opener, keys->verifier) ||
            !use_totp(act, context.secrets, session.member, change.code)) {
          return fail(problems::kWrongCredentials);
        }
        forget_attempts(act, attempt);
        return replace(act, context, *permit, {known->salt, known->cost, *keys});
      });
}

}  // namespace nrm::access
