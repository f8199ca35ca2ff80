#include "new_password.hpp"
#include "nrm/access/accounts.hpp"
#include "nrm/access/decide.hpp"
#include "rows.hpp"
#include "second_factor.hpp"
#include "throttle.hpp"

namespace nrm::access {
namespace {

struct Present {
  MemberRow member;
  Opener opener;
};

Result<Present> present_of(const AccessContext& context, const Session& session) {
  return context.database().reading([&](storage::Reader& reader) -> Result<Present> {
    auto member = find_member(reader, session.member);
    auto opener = find_opener(reader, session.member, kByPassword);
    if (!member || !opener) return fail(problems::kSignedOut);
    return Present{*std::move(member), *std::move(opener)};
  });
}

}  // namespace

Result<void> change_password(const AccessContext& context, const Session& session, const PasswordChange& change) {
  const auto attempt = attempt_at(context.secrets, session.account, change.network);
  if (auto counted = count_attempt(context, attempt); !counted) return counted;
  const auto present = present_of(context, session);
  if (!present) return tl::unexpected(present.error());
  const auto old_keys = context.pool.stretch(change.current_password, present->opener.salt, present->opener.cost);
  if (!old_keys) return tl::unexpected(old_keys.error());
  const bool proven = bears_out(present->opener, old_keys->verifier);
  const auto words = own_words(context, session.account, present->member.name, session.organisation);
  const auto fresh = stretch_new_password(context, change.new_password, words, "/new_password");
  if (!fresh) return tl::unexpected(fresh.error());
  const log::Subject subject{{}, session.organisation, session.member.text()};
  return context.journal.act<void>(session.header("access.change-password", {}, subject),
                                   [&](log::Act& act) -> Result<void> {
                                     const auto permit = decide(act, session, Relation::own_account);
                                     if (!permit) return tl::unexpected(permit.error());
                                     const auto opener = find_opener(act.writer(), session.member, kByPassword);
                                     if (!proven || !opener || opener->verifier_hash != present->opener.verifier_hash ||
                                         !use_totp(act, context.secrets, session.member, change.code)) {
                                       return fail(problems::kWrongCredentials);
                                     }
                                     forget_attempts(act, attempt);
                                     keep_password_opener(act, session.member, session.member_seed, *fresh);
                                     act.run("DELETE FROM session WHERE member = $member AND id <> $id",
                                             {{"member", session.member}, {"id", session.id}});
                                     return {};
                                   });
}

}  // namespace nrm::access
