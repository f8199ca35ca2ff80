#include "take_up.hpp"

#include "nrm/directory/offer.hpp"
#include "nrm/directory/rewrite.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::hsds {
namespace {

constexpr std::size_t kMaxTeamName = 200;  // of the directory

// Cut at a code point, so that a long name of a service is no reason to refuse it.
std::string team_name_of(const json::object& service) {
  auto name = text_at(service, "name");
  while (count_code_points(name) > kMaxTeamName) {
    do {
      name.pop_back();
    } while (!is_valid_utf8(name));
  }
  return name;
}

Result<OrganisationId> organisation_for(log::Act& act, const TakeUp& how, const PlannedOrganisation& planned) {
  if (planned.organisation) return *planned.organisation;
  directory::NewOrganisation body;
  body.code = "hsds-" + planned.id;
  body.name = text_at(planned.document, "name");
  body.kind = how.organisation_kind;
  return directory::add_organisation(act, how.pack, body);
}

// Codes only: what is written freely about a service is published and compared with nothing.
directory::Offer offer_of(const PlannedService& service, const std::string& kind, const Rules& rules) {
  directory::Offer out;
  out.service = kind;
  for (const auto& language : list_at(service.document, "languages"))
    if (const auto code = text_at(language.as_object(), "code");
        directory::is_language_code(code) && out.languages.size() < directory::kMaxLanguages)
      out.languages.insert(code);
  out.confidential = rules.is_confidential({kind});
  return out;
}

// Whatever the team has said itself stays.
Result<void> describe(log::Act& act, const TakeUp& how, const TeamId& id, const PlannedService& service) {
  const auto team = directory::find_team(act.writer(), id);
  if (!team) return {};
  for (const auto& offered : directory::offers_of(act.writer(), *team)) {
    if (offered.version != 0 || !service.kinds.contains(offered.service)) continue;
    auto done = directory::describe_offer(act, how.pack, id, offer_of(service, offered.service, how.rules), 0);
    if (!done) return done;
  }
  return {};
}

Result<std::optional<TeamId>> team_for(log::Act& act, const TakeUp& how, const OrganisationId& organisation,
                                       const PlannedService& service, bool confirmed,
                                       const std::optional<TeamId>& there) {
  const auto name = team_name_of(service.document);
  if (there) {
    if (confirmed) return there;
    if (auto done = directory::rewrite_team(act, how.pack, *there, name, service.kinds); !done)
      return tl::unexpected(done.error());
    return there;
  }
  if (service.kinds.empty() || text_at(service.document, "status") != "active") return std::optional<TeamId>{};
  auto made = directory::add_team(act, how.pack, {organisation, name, {"protection"}, service.kinds, {}});
  if (!made) return tl::unexpected(made.error());
  return std::optional{*made};
}

Result<void> take_up_service(log::Act& act, const TakeUp& how, const OrganisationId& organisation,
                             const PlannedService& planned, bool confirmed) {
  auto row = kept_service(act.writer(), planned.id);
  if (!row) row = KeptService{planned.id, organisation, {}, {}, {}, {}, {}, {}};
  auto team = team_for(act, how, organisation, planned, confirmed, row->team);
  if (!team) return tl::unexpected(team.error());
  row->team = *team;
  row->kinds = planned.kinds;
  row->latest = planned.document;
  keep(act, *row);
  return row->team ? describe(act, how, *row->team, planned) : Result<void>{};
}

}  // namespace

Result<void> take_up(log::Act& act, const TakeUp& how, const PlannedOrganisation& planned) {
  const auto id = organisation_for(act, how, planned);
  if (!id) return tl::unexpected(id.error());
  const auto body = directory::find_organisation(act.writer(), *id);
  const bool confirmed = body && body->confirmed_at;
  auto row = kept_organisation(act.writer(), planned.id);
  if (!row) row = KeptOrganisation{planned.id, *id, {}, {}, {}};
  row->latest = planned.document;
  if (planned.changed) keep(act, *row);
  if (!confirmed)
    if (auto done = directory::rename_organisation(act, *id, text_at(planned.document, "name")); !done) return done;
  withhold(act, planned.confidential);
  for (const auto& service : planned.services) {
    if (!service.changed) continue;
    if (auto done = take_up_service(act, how, *id, service, confirmed); !done) return done;
  }
  act.note("organisation", id->text());
  return {};
}

void accept(log::Act& act, const pathway::Pack& pack, const OrganisationId& organisation) {
  auto body = kept_organisation_of(act.writer(), organisation);
  if (!body) return;
  body->accepted = body->latest;
  body->accepted_at = act.now();
  keep(act, *body);
  (void)directory::rename_organisation(act, organisation, text_at(body->latest, "name"));
  for (auto& row : kept_services_of(act.writer(), organisation)) {
    row.accepted = row.latest;
    row.accepted_kinds = row.kinds;
    row.accepted_at = act.now();
    if (row.team) (void)directory::rewrite_team(act, pack, *row.team, team_name_of(row.latest), row.kinds);
    keep(act, row);
  }
}

}  // namespace nrm::hsds
