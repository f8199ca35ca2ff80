#include "nrm/hsds/publish.hpp"

#include "confidential.hpp"
#include "nrm/kernel/text.hpp"
#include "public_documents.hpp"

namespace nrm::hsds {
namespace {

// Of whom a person may want help. Who controls migration, coordinates or oversees is in no public directory of help.
bool helps(const directory::Team& team) {
  return (team.kinds.contains("protection") || team.kinds.contains("identification")) &&
         !team.kinds.contains("immigration-control");
}

std::string postcode_of(const json::value& address) {
  auto out = fold_for_search(text_at(address.as_object(), "postal_code"));
  std::erase(out, ' ');
  return out;
}

// Identifiers and numbers are no words.
void collect_texts(const json::value& value, std::string& into) {
  if (value.is_string()) into += std::string{value.as_string()} + " ";
  if (const auto* object = value.if_object())
    for (const auto& member : *object)
      if (!std::string_view{member.key()}.ends_with("id")) collect_texts(member.value(), into);
}

std::string folded(const json::object& document) {
  std::string text;
  collect_texts(document, text);
  return fold_for_search(text);
}

std::set<std::string> terms_of(const std::set<std::string>& kinds, bool confidential) {
  std::set<std::string> out;
  for (const auto& kind : kinds) out.insert(kind_term_id(kind));
  if (confidential) out.insert({mark_term_id(kReferralOnly), mark_term_id(kPlaceWithheld)});
  return out;
}

// A location's own members, without lists: as a list of places shows it.
json::object flat(const json::object& from) {
  json::object out;
  for (const auto& member : from)
    if (!member.value().is_array() && !member.value().is_object()) out[member.key()] = member.value();
  return out;
}

class Publishing {
 public:
  Publishing(storage::Reader& reader, const Rules& rules, const Words& words)
      : reader_{reader}, words_{words}, confidential_{confidential_organisations(reader, rules)} {
    for (auto& kept : kept_organisations(reader)) kept_.emplace(kept.organisation, std::move(kept));
    for (auto& kept : kept_services(reader)) services_[kept.organisation].push_back(std::move(kept));
    for (auto& team : directory::list_teams(reader)) teams_[team.organisation].push_back(std::move(team));
    collect_withheld();
  }

  Edition run(UtcTime now) {
    edition_.made_at = now;
    publish_terms(words_, edition_);
    for (const auto& body : directory::list_organisations(reader_))
      if (body.confirmed_at) add(body);
    return std::move(edition_);
  }

 private:
  // A place may have become confidential after others told of it.
  void collect_withheld() {
    withheld_ = withheld_places(reader_);
    for (const auto& organisation : confidential_) {
      if (const auto kept = kept_.find(organisation); kept != kept_.end() && kept->second.accepted)
        withheld_.merge(places_in(*kept->second.accepted));
      for (const auto& service : services_[organisation])
        if (service.accepted) withheld_.merge(places_in(*service.accepted));
    }
  }

  void add(const directory::Organisation& body) {
    const auto kept = kept_.find(body.id);
    const auto organisation = public_organisation(words_, body, kept == kept_.end() ? nullptr : &kept->second,
                                                  confidential_.contains(body.id), withheld_);
    json::array offered;
    for (const auto& service : services_of(organisation)) {
      add(organisation, service);
      auto inside = service.full;
      inside.erase("organization");
      offered.push_back(std::move(inside));
    }
    if (offered.empty() && kept == kept_.end()) return;
    auto with_services = organisation.full;
    with_services["services"] = std::move(offered);
    edition_.with_services.emplace(organisation.id, json::serialize(with_services));
    Published out;
    out.id = out.organisation = organisation.id;
    out.summary = out.minimal = json::serialize(organisation.summary);
    out.full = json::serialize(organisation.full);
    out.folded = folded(organisation.summary);
    out.modified = organisation.modified;
    edition_.organisations.push_back(std::move(out));
  }

  std::vector<PublicService> services_of(const PublicOrganisation& organisation) {
    std::vector<PublicService> out;
    std::set<TeamId> described, open;
    for (const auto& team : teams_[organisation.organisation]) open.insert(team.id);
    for (const auto& kept : services_[organisation.organisation]) {
      if (kept.team) described.insert(*kept.team);
      const bool goes_on = !kept.team || open.contains(*kept.team);
      if (kept.accepted && !kept.accepted_kinds.empty() && goes_on)
        out.push_back(imported_service(words_, organisation, kept, withheld_));
    }
    for (const auto& team : teams_[organisation.organisation]) {
      if (described.contains(team.id) || !helps(team)) continue;
      for (const auto& offer : directory::offers_of(reader_, team))
        out.push_back(offered_service(words_, organisation, team, offer));
    }
    return out;
  }

  void add(const PublicOrganisation& organisation, const PublicService& service) {
    Published out;
    out.id = service.id;
    out.organisation = organisation.id;
    out.summary = json::serialize(service.summary);
    out.full = json::serialize(service.full);
    out.minimal = json::serialize(json::object{{"id", service.id},
                                               {"name", service.summary.at("name")},
                                               {"status", service.summary.at("status")},
                                               {"last_modified", service.summary.at("last_modified")}});
    out.folded = folded(service.summary);
    out.terms = terms_of(service.kinds, organisation.confidential);
    out.modified = service.modified;
    for (const auto& place : list_at(service.full, "service_at_locations")) add_place(out, service, place.as_object());
    edition_.services.push_back(std::move(out));
  }

  void add_place(const Published& of, const PublicService& service, const json::object& place) {
    if (!places_.insert(text_at(place, "id")).second) return;  // one identifier names one thing
    auto out = of;
    out.id = text_at(place, "id");
    auto full = place;
    full["service"] = service.full;
    full["service"].as_object().erase("service_at_locations");
    auto summary = flat(place);
    if (const auto* location = place.if_contains("location")) {
      summary["location"] = flat(location->as_object());
      for (const auto& address : list_at(location->as_object(), "addresses"))
        out.postcodes.insert(postcode_of(address));
    }
    summary["service"] = service.summary;
    out.full = json::serialize(full);
    out.summary = out.minimal = json::serialize(summary);
    out.folded = folded(summary);
    edition_.at_locations.push_back(std::move(out));
  }

  storage::Reader& reader_;
  const Words& words_;
  std::set<OrganisationId> confidential_;
  std::map<OrganisationId, KeptOrganisation> kept_;
  std::map<OrganisationId, std::vector<KeptService>> services_;
  std::map<OrganisationId, std::vector<directory::Team>> teams_;
  Signs withheld_;
  std::set<std::string> places_;
  Edition edition_;
};

}  // namespace

Edition publish(storage::Reader& reader, const pathway::Pack& pack, const Rules& rules,
                const i18n::Catalogue& catalogue, const std::string& language, UtcTime now) {
  const Words words{pack, catalogue, language};
  return Publishing{reader, rules, words}.run(now);
}

}  // namespace nrm::hsds
