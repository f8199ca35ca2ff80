#include "instance_key.hpp"
#include "invitations.hpp"

namespace nrm::access {
namespace {

log::Header founding() {
  return {{log::Actor::Kind::system, {}, {}, {}, "founding"}, "access.found", {}, {{}, {}, "instance"}, {}, {}};
}

// The instance's leaves tell of the founding and of tries at unknown accounts: no organisation's auditor is the one to
// hold their key, so it lies under the server's secrets.
void keep_instance_log_key(log::Act& act, const ServerSecrets& secrets) {
  const auto seed = log::create_instance_log_key(act);
  act.run(
      "INSERT INTO log_key_seal (organisation, member, form, sealed, given_by, given_at) "
      "VALUES ('instance', 'server', 'symmetric', $sealed, 'server', $now)",
      {{"sealed", crypto::seal(crypto::derive(secrets.hash_key, "inst-log"), 1, seed.expose(),
                               view_of("log-key:instance:server"), act.random())},
       {"now", act.now()}});
}

Result<void> make_keys(log::Act& act, const ServerSecrets& secrets) {
  if (instance_key(act.writer())) return fail(problems::kAlreadyFounded);
  keep_instance_log_key(act, secrets);
  keep_instance_key(act.writer(), secrets);
  return {};
}

// The host is a body of the pack, or one that the pack does not list.
Result<OrganisationId> find_or_add(log::Act& act, const pathway::Pack& pack,
                                   const directory::NewOrganisation& organisation) {
  if (const auto listed = directory::find_organisation_by_code(act.writer(), organisation.code)) return listed->id;
  return directory::add_organisation(act, pack, organisation);
}

}  // namespace

Result<void> found_keys(const AccessContext& context) {
  return context.journal.act<void>(founding(), [&](log::Act& act) { return make_keys(act, context.secrets); });
}

Result<Invitation> found_instance(const AccessContext& context, const pathway::Pack& pack,
                                  const directory::NewOrganisation& organisation, const FoundingTeam& team) {
  const bool founded =
      context.database().reading([](storage::Reader& reader) { return instance_key(reader).has_value(); });
  if (founded) return fail(problems::kAlreadyFounded);
  return context.journal.act<Invitation>(founding(), [&](log::Act& act) -> Result<Invitation> {
    if (auto made = make_keys(act, context.secrets); !made) return tl::unexpected(made.error());
    directory::found_from_pack(act, pack);
    const auto home = find_or_add(act, pack, organisation);
    if (!home) return tl::unexpected(home.error());
    const auto first = directory::add_team(act, pack, {*home, team.name, team.kinds, {}, team.region});
    if (!first) return tl::unexpected(first.error());
    return make_invitation(act, {*home, *first, {Role::administrator}}, std::nullopt);
  });
}

}  // namespace nrm::access
