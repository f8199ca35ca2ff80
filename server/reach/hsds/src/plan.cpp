#include "plan.hpp"

#include "confidential.hpp"
#include "nrm/kernel/text.hpp"
#include "terms.hpp"

namespace nrm::hsds {
namespace {

constexpr std::size_t kMaxOrganisationName = 300;  // of the directory

class Planning {
 public:
  Planning(storage::Reader& reader, const pathway::Pack& pack, const Rules& rules, Findings& findings)
      : reader_{reader}, pack_{pack}, rules_{rules}, findings_{findings} {
    for (auto& kept : kept_organisations(reader)) {
      hsds_ids_.emplace(kept.organisation, kept.id);
      organisations_.emplace(kept.id, std::move(kept));
    }
    for (auto& kept : kept_services(reader)) services_.emplace(kept.id, std::move(kept));
    withheld_ = withheld_places(reader);
  }

  std::vector<PlannedOrganisation> run(const Gathered& gathered) {
    for (const auto& [id, record] : gathered.organisations) add_organisation(id, record);
    for (const auto& [id, record] : gathered.services) add_service(id, record);
    find_confidential();
    std::vector<PlannedOrganisation> out;
    for (auto& [id, planned] : planned_) out.push_back(finish(std::move(planned)));
    return out;
  }

 private:
  void add_organisation(const std::string& id, const Record& record) {
    const auto kept = organisations_.find(id);
    PlannedOrganisation out{id, {}, record.members, false, {}, {}};
    if (kept != organisations_.end()) {
      out.organisation = kept->second.organisation;
      if (!record.whole) fill(out.document, kept->second.latest);
    }
    if (find_text_fault(text_at(out.document, "name"), kMaxOrganisationName, true))
      return findings_.fault(record.place.at("name"), "text-too-long");
    planned_.emplace(id, std::move(out));
  }

  // A service whose organisation came in an earlier run.
  PlannedOrganisation* organisation_of(const std::string& id) {
    if (const auto found = planned_.find(id); found != planned_.end()) return &found->second;
    const auto kept = organisations_.find(id);
    if (kept == organisations_.end()) return nullptr;
    const auto& row = kept->second;
    return &planned_.emplace(id, PlannedOrganisation{id, row.organisation, row.latest, false, {}, {}}).first->second;
  }

  void add_service(const std::string& id, const Record& record) {
    const auto kept = services_.find(id);
    auto document = record.members;
    if (kept != services_.end() && !record.whole) fill(document, kept->second.latest);
    if (!document.contains("name") || !document.contains("status"))
      return findings_.fault(record.place.at("name"), "required");
    const auto known = kept == services_.end() ? std::string{} : hsds_ids_.at(kept->second.organisation);
    if (!known.empty() && !record.organisation.empty() && known != record.organisation)
      return findings_.fault(record.place.at("organization_id"), "belongs-to-another");
    auto* organisation = organisation_of(known.empty() ? record.organisation : known);
    if (organisation == nullptr) return findings_.fault(record.place.at("organization_id"), "no-such-object");
    if (organisation->services.size() >= kMaxServicesOfOne) return findings_.fault(record.place, "too-many-items");
    auto kinds = kinds_of(document, pack_, rules_);
    organisation->services.push_back({id, std::move(kinds), std::move(document), kept == services_.end(), false});
  }

  bool is_confidential(const PlannedOrganisation& planned, const std::set<OrganisationId>& known) const {
    if (planned.organisation && known.contains(*planned.organisation)) return true;
    return std::any_of(planned.services.begin(), planned.services.end(),
                       [&](const auto& service) { return rules_.is_confidential(service.kinds); });
  }

  void find_confidential() {
    const auto known = confidential_organisations(reader_, rules_);
    for (auto& [id, planned] : planned_) {
      // What a service without a kind is, nobody knows: its place is told by nothing else until somebody says so.
      for (const auto& service : planned.services)
        if (service.kinds.empty()) withheld_.merge(places_in(service.document));
      if (!is_confidential(planned, known)) continue;
      planned.confidential = places_in(planned.document);
      for (const auto& service : planned.services) planned.confidential.merge(places_in(service.document));
      confidential_.insert(id);
      withheld_.insert(planned.confidential.begin(), planned.confidential.end());
    }
  }

  json::object fit_to_keep(const json::object& document, bool keeps_places) const {
    return keeps_places ? without_locations(document, withheld_) : without_places(document);
  }

  PlannedOrganisation finish(PlannedOrganisation planned) const {
    const bool open = !confidential_.contains(planned.id);
    planned.document = fit_to_keep(planned.document, open);
    const auto kept = organisations_.find(planned.id);
    planned.changed = kept == organisations_.end() || kept->second.latest != planned.document;
    for (auto& service : planned.services) {
      service.document = fit_to_keep(service.document, open && !service.kinds.empty());
      const auto row = services_.find(service.id);
      service.changed =
          row == services_.end() || row->second.latest != service.document || row->second.kinds != service.kinds;
    }
    return planned;
  }

  storage::Reader& reader_;
  const pathway::Pack& pack_;
  const Rules& rules_;
  Findings& findings_;
  std::map<std::string, KeptOrganisation> organisations_;
  std::map<std::string, KeptService> services_;
  std::map<OrganisationId, std::string> hsds_ids_;
  std::map<std::string, PlannedOrganisation> planned_;
  std::set<std::string> confidential_;
  Signs withheld_;
};

}  // namespace

std::vector<PlannedOrganisation> plan(storage::Reader& reader, const pathway::Pack& pack, const Rules& rules,
                                      const Gathered& gathered, Findings& findings) {
  return Planning{reader, pack, rules, findings}.run(gathered);
}

}  // namespace nrm::hsds
