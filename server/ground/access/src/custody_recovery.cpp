// A member whose password, phone and recovery code are gone comes back with the codes of two custodians.
#include "account_name.hpp"
#include "custody_requests.hpp"
#include "instance_key.hpp"
#include "new_password.hpp"
#include "nrm/access/notices.hpp"
#include "second_factor.hpp"
#include "throttle.hpp"

namespace nrm::access {
namespace {

struct CodeKeys {
  Key32 one;
  Key32 other;
};

std::optional<CodeKeys> keys_of(const CustodianCodes& codes) {
  const auto one = crypto::key_of_recovery_code(codes.one.expose());
  const auto other = crypto::key_of_recovery_code(codes.other.expose());
  if (!one || !other) return std::nullopt;
  return CodeKeys{*one, *other};
}

std::optional<crypto::KeyShare> open_part(const CustodyRequestId& request, const CustodyPart& part, const Key32& code) {
  const auto place = part_place(request, part.custodian, part.key_version, part.point);
  const auto value = crypto::open_key(crypto::derive(code, "custody"), part.sealed, view_of(place));
  if (!value) return std::nullopt;
  return crypto::KeyShare{part.point, *value};
}

// What both codes open together. Lives as long as the act.
struct Opened {
  MemberRow member;
  CustodyRow request;
  Key32 seed;
  crypto::TotpSecret totp;
};

std::optional<CustodyRow> find_approved(storage::Reader& reader, const MemberId& member, UtcTime now) {
  const auto row = reader.query_one(
      fmt::format("SELECT {} FROM custody_request WHERE member = $member AND kind = $kind AND state = 'approved'",
                  kCustodyColumns),
      {{"member", member}, {"kind", kMemberKey}});
  if (!row) return std::nullopt;
  auto request = custody_from_row(*row);
  if (!is_in_time(request, now)) return std::nullopt;
  return request;
}

// Made of both codes and a secret of the server, so that it is the same when it is shown and when it is confirmed, and
// lies nowhere in between.
crypto::TotpSecret new_totp(const ServerSecrets& secrets, const CustodyRequestId& request, const Key32& seed,
                            const std::vector<CustodyPart>& parts) {
  const auto key = crypto::keyed_hash(crypto::derive(seed, "cust-otp"), view_of(request.text()));
  Bytes message{key.begin(), key.end()};
  for (const auto& part : parts) message.insert(message.end(), part.sealed.begin(), part.sealed.end());
  const auto digest = crypto::keyed_hash(crypto::derive(secrets.hash_key, "cust-otp"), message);
  wipe(message.data(), message.size());
  return *crypto::TotpSecret::copy_of(ByteView{digest}.first(crypto::TotpSecret::kSize));
}

std::optional<Opened> open_with(log::Act& act, const AccessContext& context, const std::string& account,
                                const CodeKeys& codes) {
  auto member = find_member_by_account(act.writer(), account);
  if (!member || member->state != "active") return std::nullopt;
  auto request = find_approved(act.writer(), member->id, act.now());
  if (!request || request->team != member->team) return std::nullopt;
  const auto parts = find_parts(act.writer(), request->id);
  if (parts.size() != kApprovalsNeeded) return std::nullopt;
  // Whichever of the two she typed first.
  auto first = open_part(request->id, parts[0], codes.one);
  auto second = open_part(request->id, parts[1], codes.other);
  if (!first || !second) {
    first = open_part(request->id, parts[0], codes.other);
    second = open_part(request->id, parts[1], codes.one);
  }
  const auto seed = first && second ? crypto::combine_shares(*first, *second) : std::nullopt;
  if (!seed || crypto::encode(crypto::public_keys(*seed)) != member->public_keys) return std::nullopt;
  auto totp = new_totp(context.secrets, request->id, *seed, parts);
  return Opened{*std::move(member), *std::move(request), *seed, std::move(totp)};
}

log::Header header_for(const AccessContext& context, const std::string& account, std::string action) {
  const auto known =
      context.database().reading([&](storage::Reader& reader) { return find_member_by_account(reader, account); });
  log::Subject subject{{}, {}, "nobody"};
  if (known) subject = {{}, known->organisation, known->id.text()};
  return {{log::Actor::Kind::system, {}, {}, {}, "custodians"}, std::move(action), {}, std::move(subject), {}, {}};
}

void split_own_key(log::Act& act, const AccessContext& context, const Opened& opened) {
  const auto set = find_custodian_set(act.writer(), opened.member.team, kInForce);
  if (!set) return;
  auto able = able_custodians(act.writer(), context.instance_key, *set);
  std::erase_if(able, [&](const AbleCustodian& custodian) { return custodian.member == opened.member.id; });
  split_anew(act, *set, able, {opened.member.id.text(), std::string{kMemberKey}, kMemberKeyVersion}, opened.seed);
}

// Everything by which she signed in before ends; her key stays, and with it what is sealed to her.
Result<SecretText> renew_access(log::Act& act, const AccessContext& context, const Opened& opened,
                                const StretchedPassword& password, std::string_view code) {
  const auto& id = opened.member.id;
  act.run("DELETE FROM totp WHERE member = $member", {{"member", id}});
  keep_totp(act, context.secrets, id, opened.totp);
  if (!use_totp(act, context.secrets, id, code)) return fail(problems::kWrongCode, {{"/code", "wrong-code", {}}});
  if (!end_custody(act, opened.request, CustodyState::done)) return fail(problems::kWrongCredentials);
  keep_password_opener(act, id, opened.seed, password);
  act.run("DELETE FROM session WHERE member = $member", {{"member", id}});
  split_own_key(act, context, opened);
  tell_team(act, opened.member.team, "custody.done", opened.request.id.text());
  act.note("request", opened.request.id.text());
  return keep_recovery_opener(act, id, opened.seed);
}

}  // namespace

Result<NewFactor> prepare_account(const AccessContext& context, const CustodianCodes& codes) {
  const auto account = fold_account(codes.account);
  const auto attempt = attempt_at(context.secrets, account, codes.network);
  if (auto counted = count_attempt(context, attempt); !counted) return tl::unexpected(counted.error());
  const auto keys = keys_of(codes);
  return context.journal.act<NewFactor>(
      header_for(context, account, "access.prepare-custodian-recovery"), [&](log::Act& act) -> Result<NewFactor> {
        const auto opened = keys ? open_with(act, context, account, *keys) : std::nullopt;
        if (!opened) return fail(problems::kWrongCredentials);
        forget_attempts(act, attempt);
        return NewFactor{crypto::totp_uri(opened->totp, context.issuer, account)};
      });
}

Result<SecretText> recover_account(const AccessContext& context, const CustodianCodes& codes, const NewAccess& access) {
  const auto account = fold_account(codes.account);
  const auto attempt = attempt_at(context.secrets, account, codes.network);
  if (auto counted = count_attempt(context, attempt); !counted) return tl::unexpected(counted.error());
  const auto fresh = stretch_new_password(context, access.new_password, {account, context.issuer}, "/new_password");
  if (!fresh) return tl::unexpected(fresh.error());
  const auto keys = keys_of(codes);
  return context.journal.act<SecretText>(
      header_for(context, account, "access.custodian-recovery"), [&](log::Act& act) -> Result<SecretText> {
        const auto opened = keys ? open_with(act, context, account, *keys) : std::nullopt;
        if (!opened) return fail(problems::kWrongCredentials);
        auto next = renew_access(act, context, *opened, *fresh, access.code);
        if (next) forget_attempts(act, attempt);
        return next;
      });
}

}  // namespace nrm::access
