#include "account_name.hpp"
#include "leaving.hpp"
#include "log_keys.hpp"
#include "nrm/access/accounts.hpp"
#include "nrm/access/shares.hpp"
#include "openers.hpp"
#include "second_factor.hpp"
#include "session_store.hpp"
#include "team_keys.hpp"
#include "throttle.hpp"

namespace nrm::access {
namespace {

// Known and unknown accounts take the same way with the same work; only the last comparison differs.
struct Candidate {
  std::optional<MemberRow> member;
  Opener opener;
};

Candidate find_candidate(const AccessContext& context, const std::string& account) {
  return context.database().reading([&](storage::Reader& reader) {
    auto member = find_member_by_account(reader, account);
    auto opener = member ? find_opener(reader, member->id, kByPassword) : std::nullopt;
    if (!opener)
      return Candidate{std::nullopt, {salt_of_nobody(context.secrets, account), context.cost, {}, Bytes(32)}};
    return Candidate{std::move(member), *std::move(opener)};
  });
}

log::Header header_for(const Candidate& candidate, bool proven, std::string request_id) {
  log::Actor actor{log::Actor::Kind::system, {}, {}, {}, "sign-in"};
  log::Subject subject{{}, {}, "nobody"};
  if (candidate.member) {
    const auto& member = *candidate.member;
    subject = {{}, member.organisation, member.id.text()};
    if (proven) actor = {log::Actor::Kind::member, member.id, member.team, member.organisation, {}};
  }
  return {std::move(actor), "access.sign-in", {}, std::move(subject), {}, std::move(request_id)};
}

// Loaded anew in the act: a password changed or a member suspended since the look-up opens nothing.
Result<std::pair<MemberRow, Key32>> open_in_act(log::Act& act, const AccessContext& context, const Candidate& candidate,
                                                const crypto::PasswordKeys& keys, std::string_view code) {
  const auto member = find_member(act.writer(), candidate.member->id);
  const auto opener = find_opener(act.writer(), candidate.member->id, kByPassword);
  if (!member || member->state != "active" || !opener || !bears_out(*opener, keys.verifier)) {
    return fail(problems::kWrongCredentials);
  }
  if (!use_totp(act, context.secrets, member->id, code)) return fail(problems::kWrongCredentials);
  const auto seed = open_member_key(*opener, member->id, kByPassword, keys.key_opener);
  if (!seed || crypto::encode(crypto::public_keys(*seed)) != member->public_keys) return fail(problems::kKeyBroken);
  return std::pair{*member, *seed};
}

}  // namespace

Result<SignedIn> sign_in(const AccessContext& context, const Credentials& credentials, std::string request_id) {
  const auto account = fold_account(credentials.account);
  const auto attempt = attempt_at(context.secrets, account, credentials.network);
  if (auto counted = count_attempt(context, attempt); !counted) return tl::unexpected(counted.error());
  const auto candidate = find_candidate(context, account);
  const auto keys = context.pool.stretch(credentials.password, candidate.opener.salt, candidate.opener.cost);
  if (!keys) return tl::unexpected(keys.error());
  const bool proven = bears_out(candidate.opener, keys->verifier) && candidate.member.has_value();
  return context.journal.act<SignedIn>(
      header_for(candidate, proven, request_id), [&](log::Act& act) -> Result<SignedIn> {
        if (!proven) return fail(problems::kWrongCredentials);
        const auto opened = open_in_act(act, context, candidate, *keys, credentials.code);
        if (!opened) return tl::unexpected(opened.error());
        const auto& [member, seed] = *opened;
        forget_attempts(act, attempt);
        create_missing_team_keys(act, context.secrets, member, seed);
        create_missing_log_key(act, member, seed);
        auto started = start_session(act, context.secrets, member, seed, credentials.network, request_id);
        if (const auto permit = decide(act, started.session, Relation::own_account)) {
          rotate_where_due(act, context.secrets, *permit);
          complete_shares(act, *permit);
        }
        return SignedIn{std::move(started.session), std::move(started.token.cookie)};
      });
}

}  // namespace nrm::access
