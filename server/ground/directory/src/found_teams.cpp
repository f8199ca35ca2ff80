#include "nrm/directory/found_teams.hpp"

#include <algorithm>

#include "nrm/directory/offer.hpp"

namespace nrm::directory {
namespace {

Offer offer_of(const pathway::TeamOffer& said, const std::string& service) {
  Offer out;
  out.service = service;
  out.sexes = said.sexes;
  out.age_classes = said.age_classes;
  out.with_children = said.with_children;
  out.without_documents = said.without_documents;
  out.disability_access = said.disability_access;
  out.asks_residence = said.asks_residence;
  out.languages = said.languages;
  out.regions = said.regions;
  out.hours = said.hours;
  out.confidential = said.confidential;
  return out;
}

bool says_something(const pathway::TeamOffer& said) {
  const auto answers = {&said.with_children, &said.without_documents, &said.disability_access, &said.asks_residence,
                        &said.hours};
  return said.confidential || !said.sexes.empty() || !said.age_classes.empty() || !said.languages.empty() ||
         !said.regions.empty() || std::ranges::any_of(answers, [](const auto* answer) { return !answer->empty(); });
}

bool has_team(storage::Reader& reader, const OrganisationId& organisation, const std::string& name) {
  const auto teams = list_teams_of(reader, organisation);
  return std::ranges::any_of(teams, [&](const Team& team) { return team.name == name; });
}

Result<bool> found_team(log::Act& act, const pathway::Pack& pack, const pathway::PackTeam& team,
                        const std::vector<pathway::TeamOffer>& offers) {
  const auto body = find_organisation_by_code(act.writer(), team.organisation);
  const auto name = pathway::label_in(team.names, "en");
  if (!body || body->closed_at || has_team(act.writer(), body->id, name)) return false;
  const auto id = add_team(act, pack, {body->id, name, team.kinds, team.services, team.region});
  if (!id) return tl::unexpected(id.error());
  const auto offer = std::ranges::find(offers, team.id, &pathway::TeamOffer::team);
  if (offer == offers.end()) return true;
  if (auto described = describe_all(act, pack, *id, *offer); !described) return tl::unexpected(described.error());
  return true;
}

}  // namespace

Result<std::size_t> found_teams(log::Act& act, const pathway::Pack& pack,
                                const std::vector<pathway::TeamOffer>& offers) {
  std::size_t added = 0;
  for (const auto& team : pack.teams) {
    const auto founded = found_team(act, pack, team, offers);
    if (!founded) return tl::unexpected(founded.error());
    added += *founded ? 1 : 0;
  }
  return added;
}

Result<void> describe_all(log::Act& act, const pathway::Pack& pack, const TeamId& team,
                          const pathway::TeamOffer& offer) {
  const auto found = find_team(act.writer(), team);
  if (!found) return fail(nrm::problems::kNotFound);
  if (!says_something(offer)) return {};
  for (const auto& service : found->services)
    if (auto described = describe_offer(act, pack, team, offer_of(offer, service), 0); !described) return described;
  return {};
}

}  // namespace nrm::directory
