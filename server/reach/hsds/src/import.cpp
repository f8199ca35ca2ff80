#include "nrm/hsds/import.hpp"

#include "nrm/access/decide.hpp"
#include "take_up.hpp"
#include "terms.hpp"

namespace nrm::hsds {
namespace {

void count(Counts& counts, bool is_new, bool changed) {
  if (is_new)
    ++counts.added;
  else if (changed)
    ++counts.changed;
  else
    ++counts.unchanged;
}

bool is_new(const PlannedOrganisation& planned) {
  return !planned.organisation;
}

bool changes_something(const PlannedOrganisation& planned) {
  return planned.changed || std::any_of(planned.services.begin(), planned.services.end(),
                                        [](const PlannedService& service) { return service.changed; });
}

void tell(ImportReport& report, const PlannedOrganisation& planned) {
  count(report.organisations, is_new(planned), planned.changed);
  for (const auto& service : planned.services) {
    count(report.services, service.is_new, service.changed);
    if (service.kinds.empty())
      report.not_mapped.push_back({service.id, text_at(service.document, "name"), terms_of(service.document)});
  }
}

Failure nothing_found(const ImportReport& report) {
  std::vector<FieldProblem> fields;
  for (const auto& fault : report.faults) fields.push_back({fault.file + fault.pointer, fault.code, {}});
  return fail(problems::kNothingToImport, std::move(fields));
}

}  // namespace

Result<ImportReport> import_hsds(log::Journal& journal, const access::Session& session, const Standard& standard,
                                 const pathway::Pack& pack, const Rules& rules, const std::vector<SourceFile>& files,
                                 const ImportOptions& options) {
  if (files.size() > kMaxFiles) return fail(problems::kTooManyFiles, {}, {{"max", std::to_string(kMaxFiles)}});
  if (!pack.has_code("organisation-kind", options.organisation_kind))
    return fail(nrm::problems::kInvalid, {{"/organisation_kind", "not-in-list", {}}});
  Findings findings;
  ImportReport report;
  auto gathered = gather(standard, files, findings);
  const auto planned = journal.database().reading(
      [&](storage::Reader& reader) { return plan(reader, pack, rules, gathered, findings); });
  report.objects = std::move(gathered.objects);
  findings.hand_over(report);
  if (planned.empty()) return nothing_found(report);
  const TakeUp how{pack, rules, options.organisation_kind};
  for (const auto& organisation : planned) {
    tell(report, organisation);
    if (!changes_something(organisation)) continue;
    const auto header = session.header("hsds.import", "", {std::nullopt, session.organisation, organisation.id});
    const auto done = journal.act<void>(header, [&](log::Act& act) -> Result<void> {
      if (auto permit = access::decide(act, session, access::Relation::instance); !permit)
        return tl::unexpected(permit.error());
      return take_up(act, how, organisation);
    });
    if (!done) return tl::unexpected(done.error());
  }
  for (const auto& waiting : journal.database().reading(list_waiting)) report.to_be_confirmed.push_back(waiting.name);
  return report;
}

}  // namespace nrm::hsds
