#include "found.hpp"

#include "cli.hpp"
#include "nrm/directory/found_teams.hpp"
#include "private_file.hpp"
#include "share.hpp"

namespace nrm::app {
namespace {

namespace fs = std::filesystem;

log::Header founding(std::string action) {
  log::Header header;
  header.actor = {log::Actor::Kind::system, {}, {}, {}, "founding"};
  header.action = std::move(action);
  return header;
}

Result<OrganisationId> find_or_add_organisation(log::Act& act, const pathway::Pack& pack, const TeamWanted& wanted) {
  if (const auto found = directory::find_organisation_by_code(act.writer(), wanted.organisation_code)) return found->id;
  directory::NewOrganisation body;
  body.code = wanted.organisation_code;
  body.name = wanted.organisation_name.empty() ? wanted.organisation_code : wanted.organisation_name;
  body.kind = wanted.organisation_kind;
  return directory::add_organisation(act, pack, body);
}

}  // namespace

std::unique_ptr<Instance> found_folder(const fs::path& folder, const Config& config, const InstanceOptions& options) {
  if (fs::exists(folder) && !fs::is_empty(folder))
    throw Refused{folder.string() + " is not empty: found an instance in a new folder"};
  create_private_folder(folder);
  write_config(folder, config);
  return std::make_unique<Instance>(folder, options);
}

Result<access::Invitation> invite_first_administrator(Instance& instance, const HostWanted& host) {
  const auto& listed = instance.pack().organisations;
  const bool of_the_pack =
      std::any_of(listed.begin(), listed.end(), [&](const auto& one) { return one.id == host.organisation; });
  directory::NewOrganisation body;
  body.code = of_the_pack ? host.organisation : "host";
  body.name = host.organisation;
  body.kind = host.kind;
  return access::found_instance(instance.access(), instance.pack(), body, {host.organisation, {"oversight"}, ""});
}

Result<TeamId> found_team(Instance& instance, const TeamWanted& wanted) {
  return instance.journal().act<TeamId>(founding("directory.add-team"), [&](log::Act& act) -> Result<TeamId> {
    const auto organisation = find_or_add_organisation(act, instance.pack(), wanted);
    if (!organisation) return Failure{organisation.error()};
    if (const auto confirmed = directory::confirm_organisation(act, *organisation); !confirmed)
      return Failure{confirmed.error()};
    const auto team = directory::add_team(act, instance.pack(),
                                          {*organisation, wanted.name, wanted.kinds, wanted.services, wanted.region});
    if (!team) return team;
    if (const auto described = directory::describe_all(act, instance.pack(), *team, wanted.offer); !described)
      return Failure{described.error()};
    return team;
  });
}

Result<std::size_t> found_suggested_teams(Instance& instance) {
  const auto& pack = instance.pack();
  const auto offers = pathway::load_team_offers(find_share() / "packs" / pack.id, pack);
  if (!offers) throw Refused{"the pack's suggested teams have faults: opennrm pack check " + pack.id};
  return instance.journal().act<std::size_t>(founding("directory.add-team"), [&](log::Act& act) -> Result<std::size_t> {
    return directory::found_teams(act, pack, *offers);
  });
}

Result<MemberId> found_member(Instance& instance, const MemberWanted& wanted) {
  const auto team =
      instance.database().reading([&](storage::Reader& reader) { return directory::find_team(reader, wanted.team); });
  if (!team) return fail(problems::kNotFound);
  auto enrolled = access::enrol_directly(instance.access(), {team->organisation,
                                                             wanted.team,
                                                             wanted.roles,
                                                             {wanted.account, wanted.name, wanted.password},
                                                             wanted.totp_secret});
  if (!enrolled) return Failure{enrolled.error()};
  return enrolled->member;
}

}  // namespace nrm::app
