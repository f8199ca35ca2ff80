#include "nrm/oversight/access_export.hpp"

#include "account.hpp"
#include "acts.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/redaction.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::oversight {
namespace {

constexpr std::size_t kMinReason = 3;
constexpr std::size_t kMaxReason = 500;

std::optional<FieldProblem> fault_of(const std::string& reason) {
  if (const auto bad = find_text_fault(reason, kMaxReason, true))
    return FieldProblem{"/reason", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxReason)}}};
  if (count_code_points(reason) < kMinReason)
    return FieldProblem{"/reason", "too-short", {{"min", std::to_string(kMinReason)}}};
  return std::nullopt;
}

ExportedValue redacted(casefile::ValueVersion version, const std::string& sentence) {
  const auto* field = casefile::find_field(version.field);
  if (field == nullptr) fail_bug("a version of a field that is not in the list");
  ExportedValue out{std::move(version), field->third_person, false};
  auto& value = out.version.value;
  if (!value) return out;
  out.may_name_others = casefile::is_free_text(*field, value->reveal());
  if (out.about_another)
    value.reset();
  else
    value = Personal{casefile::without_third_persons(*field, value->reveal(), sentence)};
  return out;
}

Result<std::set<casefile::Compartment>> add_values(log::Act& act, const access::Permit& permit, const CaseId& id,
                                                   const std::string& sentence, AccessExport& out) {
  const auto held = access::compartments_of(permit.session().roles);
  std::set<casefile::Compartment> given;
  for (const auto kind : access::kCompartments) {
    if (!held.contains(kind)) {
      out.not_held.push_back(kind);
      continue;
    }
    auto versions = casefile::read_all_versions(act, permit, id, kind);
    if (!versions) return tl::unexpected(versions.error());
    if (!versions->empty()) given.insert(kind);
    for (auto& version : *versions) out.values.push_back(redacted(std::move(version), sentence));
  }
  return given;
}

Result<AccessExport> gather(log::Act& act, const access::Permit& permit, const Calendar& calendar, const CaseId& id,
                            const std::string& sentence) {
  AccessExport out;
  out.made_at = act.now();
  out.reference = casefile::find_case(act.writer(), id)->reference;
  if (const auto counted = casefile::count_opening(act, permit, id.text()); !counted)
    return tl::unexpected(counted.error());
  auto given = add_values(act, permit, id, sentence, out);
  if (!given) return tl::unexpected(given.error());
  auto files = attachments::list(act, permit, id);
  if (!files) return tl::unexpected(files.error());
  for (const auto& file : *files) given->insert(file.compartment);
  out.files = std::move(*files);
  out.consents = consent::bases_of_case(act.writer(), id, act.now());
  out.referrals = referral::referrals_of_case(act.writer(), id);
  auto account = whole_account(act, permit, calendar, id);
  if (!account) return tl::unexpected(account.error());
  out.account = std::move(*account);
  casefile::note_reader(act, permit.session(), *given);
  act.note("values", std::to_string(out.values.size()));
  return out;
}

}  // namespace

Result<AccessExport> make_access_export(const Desk& desk, const access::Session& session, const CaseId& id,
                                        const std::string& reason, const std::string& language) {
  const auto sentence = desk.catalogue.text(language, kAboutAnother);
  return on_case<AccessExport>(desk, session, id, {"access-export.make", "subject-request", reason},
                               [&](log::Act& act, const access::Permit& permit) -> Result<AccessExport> {
                                 if (auto bad = fault_of(reason))
                                   return fail(nrm::problems::kInvalid, {std::move(*bad)});
                                 return gather(act, permit, *desk.pack.calendar, id, sentence);
                               });
}

}  // namespace nrm::oversight
