#include "log_keys.hpp"

#include "nrm/access/keyring.hpp"

namespace nrm::access {
namespace {

std::string place_of(const OrganisationId& organisation, const MemberId& member) {
  return fmt::format("log-key:{}:{}", organisation.text(), member.text());
}

void insert_seal(log::Act& act, const MemberRow& to, std::string_view form, const Bytes& sealed, const MemberId& from) {
  act.run(
      "INSERT INTO log_key_seal (organisation, member, form, sealed, given_by, given_at) "
      "VALUES ($organisation, $member, $form, $sealed, $from, $now) ON CONFLICT (organisation, member) DO NOTHING",
      {{"organisation", to.organisation},
       {"member", to.id},
       {"form", form},
       {"sealed", sealed},
       {"from", from},
       {"now", act.now()}});
}

}  // namespace

void create_missing_log_key(log::Act& act, const MemberRow& member, const Key32& member_seed) {
  if (!member.roles.contains(Role::auditor)) return;
  if (log::organisation_log_key(act.writer(), member.organisation)) return;
  const auto seed = log::create_organisation_log_key(act, member.organisation);
  const auto place = place_of(member.organisation, member.id);
  insert_seal(act, member, "symmetric",
              crypto::seal(crypto::derive(member_seed, "log-seal"), 1, seed.expose(), view_of(place), act.random()),
              member.id);
}

std::optional<Key32> find_log_seed(log::Act& act, const Session& session) {
  const auto row =
      act.query_one("SELECT form, sealed FROM log_key_seal WHERE organisation = $organisation AND member = $member",
                    {{"organisation", session.organisation}, {"member", session.member}});
  if (!row) return std::nullopt;
  const auto place = place_of(session.organisation, session.member);
  auto seed =
      row->text("form") == "boxed"
          ? crypto::box_open_key(session.member_seed, row->blob("sealed"), view_of(place))
          : crypto::open_key(crypto::derive(session.member_seed, "log-seal"), row->blob("sealed"), view_of(place));
  const auto expected = log::organisation_log_key(act.writer(), session.organisation);
  if (!seed || !expected || crypto::public_keys(*seed).box != *expected) return std::nullopt;
  return seed;
}

void give_log_key(log::Act& act, const Key32& log_seed, const MemberRow& to, const MemberId& from) {
  const auto keys = crypto::decode_public_keys(to.public_keys);
  if (!keys) fail_bug("a member's stored public keys do not decode");
  const auto place = place_of(to.organisation, to.id);
  insert_seal(act, to, "boxed", crypto::box_seal(keys->box, 1, log_seed.expose(), view_of(place), act.random()), from);
}

void keep_own_log_key(log::Act& act, const Key32& log_seed, const MemberRow& member, const Key32& member_seed) {
  act.run("DELETE FROM log_key_seal WHERE organisation = $organisation AND member = $member",
          {{"organisation", member.organisation}, {"member", member.id}});
  const auto place = place_of(member.organisation, member.id);
  insert_seal(act, member, "symmetric",
              crypto::seal(crypto::derive(member_seed, "log-seal"), 1, log_seed.expose(), view_of(place), act.random()),
              member.id);
}

void take_log_key(log::Act& act, const MemberRow& member) {
  if (!member.roles.contains(Role::auditor)) {
    act.run("DELETE FROM log_key_seal WHERE member = $member", {{"member", member.id}});
  }
  act.run("DELETE FROM log_key_seal WHERE member = $member AND organisation <> $organisation",
          {{"member", member.id}, {"organisation", member.organisation}});
}

bool misses_log_key(storage::Reader& reader, const MemberRow& member) {
  if (!member.roles.contains(Role::auditor) || !log::organisation_log_key(reader, member.organisation)) return false;
  return !reader.query_one("SELECT 1 AS held FROM log_key_seal WHERE organisation = $organisation AND member = $member",
                           {{"organisation", member.organisation}, {"member", member.id}});
}

Result<Key32> open_organisation_log_key(log::Act& act, const Permit& permit) {
  const auto& session = permit.session();
  if (!session.roles.contains(Role::auditor)) return fail(nrm::problems::kNotFound);
  const auto member = find_member(act.writer(), session.member);
  if (member && misses_log_key(act.writer(), *member)) return fail(problems::kKeysAwaited);
  const auto seed = find_log_seed(act, session);
  if (!seed) return fail(problems::kKeyBroken);
  return *seed;
}

}  // namespace nrm::access
