#include "rows.hpp"
#include "terms.hpp"

namespace nrm::hsds {
namespace {

bool waits(const KeptService& service) {
  return !service.accepted || *service.accepted != service.latest || service.accepted_kinds != service.kinds;
}

std::size_t count_waiting(storage::Reader& reader, const OrganisationId& organisation) {
  const auto all = kept_services_of(reader, organisation);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), waits));
}

}  // namespace

std::vector<Waiting> list_waiting(storage::Reader& reader) {
  std::vector<Waiting> out;
  for (const auto& row : kept_organisations(reader)) {
    const auto body = directory::find_organisation(reader, row.organisation);
    if (!body || body->closed_at) continue;
    const auto services = count_waiting(reader, row.organisation);
    if (services == 0 && row.accepted && *row.accepted == row.latest) continue;
    out.push_back({row.organisation, text_at(row.latest, "name"), body->confirmed_at.has_value(), services});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

std::vector<Unmapped> list_unmapped(storage::Reader& reader) {
  std::vector<Unmapped> out;
  for (const auto& row : kept_services(reader)) {
    if (!row.kinds.empty()) continue;
    const auto body = directory::find_organisation(reader, row.organisation);
    if (!body || body->closed_at) continue;
    out.push_back({row.id, text_at(row.latest, "name"), row.organisation, body->name, terms_of(row.latest)});
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

}  // namespace nrm::hsds
