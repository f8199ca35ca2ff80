#include "public_documents.hpp"

#include <fmt/ranges.h>

namespace nrm::hsds {
namespace {

constexpr std::string_view kOfOrganisation[] = {"id",
                                                "name",
                                                "alternate_name",
                                                "description",
                                                "email",
                                                "website",
                                                "legal_status",
                                                "logo",
                                                "year_incorporated",
                                                "uri",
                                                "parent_organization_id"};
constexpr std::string_view kInsideOrganisation[] = {"phones", "locations", "programs", "organization_identifiers"};
constexpr std::string_view kOfService[] = {"id",
                                           "name",
                                           "alternate_name",
                                           "description",
                                           "url",
                                           "email",
                                           "status",
                                           "interpretation_services",
                                           "application_process",
                                           "fees_description",
                                           "wait_time",
                                           "fees",
                                           "accreditations",
                                           "eligibility_description",
                                           "minimum_age",
                                           "maximum_age",
                                           "assured_date",
                                           "licenses",
                                           "alert",
                                           "program"};
constexpr std::string_view kInsideService[] = {"phones",       "schedules",          "service_areas",       "languages",
                                               "cost_options", "required_documents", "service_at_locations"};
constexpr std::string_view kOfConfidentialService[] = {"id", "status", "minimum_age", "maximum_age"};

template <std::size_t Count>
void copy(json::object& into, const json::object& from, const std::string_view (&names)[Count]) {
  for (const auto name : names)
    if (const auto* found = from.if_contains(name)) into[name] = *found;
}

// Foreign terms mean nothing here, and what somebody wrote beside one may be anything.
void drop_attributes(json::value& value) {
  if (auto* list = value.if_array())
    for (auto& item : *list) drop_attributes(item);
  auto* object = value.if_object();
  if (object == nullptr) return;
  object->erase("attributes");
  for (auto& member : *object) drop_attributes(member.value());
}

json::object imported(const json::object& accepted, bool confidential, const Signs& withheld) {
  json::value out = confidential ? without_places(accepted) : without_locations(accepted, withheld);
  drop_attributes(out);
  return std::move(out.as_object());
}

json::array attributes(const Words& words, const std::string& bearer, const std::set<std::string>& kinds,
                       bool confidential) {
  json::array out;
  const auto* list = words.pack.find_list("service");
  for (const auto& kind : kinds)
    if (const auto* code = list ? list->find(kind) : nullptr)
      out.push_back(attribute_of(bearer, kind_term(words, *code)));
  if (!confidential) return out;
  out.push_back(attribute_of(bearer, mark_term(words, kReferralOnly)));
  out.push_back(attribute_of(bearer, mark_term(words, kPlaceWithheld)));
  return out;
}

std::string names_of(const Words& words, const std::set<std::string>& kinds) {
  std::vector<std::string> labels;
  for (const auto& kind : kinds) labels.push_back(words.kind(kind));
  return fmt::format("{}", fmt::join(labels, ", "));
}

// What every service says in the same words.
void finish(const Words& words, const PublicOrganisation& organisation, PublicService& service) {
  auto& summary = service.summary;
  if (organisation.confidential) summary["application_process"] = words.text("hsds.by-referral");
  summary["last_modified"] = to_rfc3339(service.modified);
  summary["organization"] = organisation.summary;
  for (const auto& member : summary) service.full[member.key()] = member.value();
  service.full["attributes"] = attributes(words, service.id, service.kinds, organisation.confidential);
}

std::string who_is_taken(const Words& words, const directory::Offer& offer) {
  std::vector<std::string> labels;
  for (const auto& sex : offer.sexes) labels.push_back(words.label("sex", sex));
  for (const auto& age : offer.age_classes) labels.push_back(words.label("age-class", age));
  return fmt::format("{}", fmt::join(labels, "; "));
}

json::array languages_of(const std::string& service, const std::set<std::string>& codes) {
  json::array out;
  for (const auto& code : codes) out.push_back({{"id", published_id("language", service, code)}, {"code", code}});
  return out;
}

}  // namespace

PublicOrganisation public_organisation(const Words& words, const directory::Organisation& body,
                                       const KeptOrganisation* kept, bool confidential, const Signs& withheld) {
  const bool is_imported = kept != nullptr && kept->accepted;
  PublicOrganisation out{is_imported ? kept->id : published_id("organisation", body.id.text()),
                         body.id,
                         confidential,
                         is_imported && kept->accepted_at ? *kept->accepted_at : body.confirmed_at.value_or(UtcTime{}),
                         {},
                         {}};
  if (is_imported) {
    const auto document = imported(*kept->accepted, confidential, withheld);
    copy(out.summary, document, kOfOrganisation);
    copy(out.full, document, kInsideOrganisation);
  }
  out.summary["id"] = out.id;
  out.summary["name"] = body.names.empty() ? body.name : pathway::label_in(body.names, words.language);
  if (!out.summary.contains("description")) out.summary["description"] = words.label("organisation-kind", body.kind);
  for (const auto& member : out.summary) out.full[member.key()] = member.value();
  return out;
}

PublicService offered_service(const Words& words, const PublicOrganisation& organisation, const directory::Team& team,
                              const directory::DescribedOffer& offer) {
  PublicService out{published_id("service", team.id.text(), offer.service),
                    {offer.service},
                    std::max(organisation.modified, offer.described_at.value_or(organisation.modified)),
                    {},
                    {}};
  out.summary["id"] = out.id;
  out.summary["name"] = words.kind(offer.service);
  if (!organisation.confidential) out.summary["alternate_name"] = team.name;
  out.summary["status"] = "active";
  if (const auto who = who_is_taken(words, offer); !who.empty()) out.summary["eligibility_description"] = who;
  if (!offer.languages.empty()) out.full["languages"] = languages_of(out.id, offer.languages);
  finish(words, organisation, out);
  return out;
}

PublicService imported_service(const Words& words, const PublicOrganisation& organisation, const KeptService& kept,
                               const Signs& withheld) {
  const auto document = imported(*kept.accepted, organisation.confidential, withheld);
  PublicService out{kept.id, kept.accepted_kinds, kept.accepted_at.value_or(organisation.modified), {}, {}};
  if (organisation.confidential) {
    copy(out.summary, document, kOfConfidentialService);
    out.summary["name"] = names_of(words, kept.accepted_kinds);
    if (const auto* languages = document.if_contains("languages")) out.full["languages"] = *languages;
  } else {
    copy(out.summary, document, kOfService);
    copy(out.full, document, kInsideService);
  }
  finish(words, organisation, out);
  return out;
}

}  // namespace nrm::hsds
