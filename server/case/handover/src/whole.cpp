#include "whole.hpp"

#include <algorithm>

#include "nrm/attachments/count.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/referral/handed_over.hpp"

namespace nrm::handover {
namespace {

// What somebody does who holds a case. A basis for a statistic or a court file hands over no case.
bool is_for_holding(const consent::Basis& basis) {
  constexpr std::string_view kPurposes[] = {"assist", "protect", "child-protection"};
  return std::ranges::find(kPurposes, basis.purpose()) != std::end(kPurposes);
}

std::set<std::string> lacking(const std::set<std::string>& needed, const consent::Basis& basis) {
  std::set<std::string> out;
  std::ranges::set_difference(needed, basis.field_groups(), std::inserter(out, out.end()));
  return out;
}

}  // namespace

std::vector<CaseId> parts_of(storage::Reader& reader, const CaseId& id) {
  return casefile::with_absorbed(reader, id);
}

std::vector<casefile::KeySubject> subjects_of(storage::Reader& reader, const std::vector<CaseId>& parts,
                                              const TeamId& team) {
  std::vector<casefile::KeySubject> out;
  for (const auto& part : parts) {
    out.push_back({"case", part.text()});
    out.push_back({"case-log", part.text()});
    for (const auto& sent : referral::sent_by(reader, part, team)) {
      out.push_back({"parcel", sent.text()});
      out.push_back({"line", sent.text()});
    }
  }
  return out;
}

std::vector<CaseId> noted_parts(storage::Reader& reader, const HandoverId& id) {
  std::vector<CaseId> out;
  for (const auto& row :
       reader.query("SELECT case_id FROM handover_part WHERE handover = $id ORDER BY case_id", {{"id", id}}))
    out.push_back(row.id<CaseId>("case_id"));
  return out;
}

std::vector<casefile::KeySubject> given_subjects(storage::Reader& reader, const Row& row) {
  return subjects_of(reader, noted_parts(reader, row.id), row.from_team);
}

void note_parts(log::Act& act, const HandoverId& id, const std::vector<CaseId>& parts) {
  for (const auto& part : parts)
    act.run(
        "INSERT INTO handover_part (handover, case_id) VALUES ($id, $part) ON CONFLICT (handover, case_id) DO NOTHING",
        {{"id", id}, {"part", part}});
}

bool is_complete(storage::Reader& reader, const Row& row) {
  const auto parts = parts_of(reader, row.case_id);
  const auto noted = noted_parts(reader, row.id);
  const bool all_noted =
      std::ranges::all_of(parts, [&](const CaseId& part) { return std::ranges::find(noted, part) != noted.end(); });
  return all_noted &&
         casefile::not_given_ahead(reader, subjects_of(reader, parts, row.from_team), row.from_team, row.to_team)
             .empty();
}

std::set<std::string> groups_of(storage::Reader& reader, const std::vector<CaseId>& parts) {
  std::set<std::string> out;
  for (const auto& part : parts) {
    const auto present = casefile::fields_present(reader, part);
    const auto files = attachments::files_of_case(reader, part);
    for (const auto& field : casefile::fields())
      if (present.contains(std::string{field.name}) || files.contains(field.compartment)) out.emplace(field.group);
  }
  return out;
}

Result<Coverage> coverage_of(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& to) {
  const auto live = consent::live_bases(act, permit, id, to);
  if (!live) return tl::unexpected(live.error());
  const auto needed = groups_of(act.writer(), parts_of(act.writer(), id));
  Coverage out{std::nullopt, needed, true};
  for (const auto& basis : *live) {
    if (!is_for_holding(basis)) continue;
    const auto missing = lacking(needed, basis);
    if (out.none || missing.size() < out.uncovered.size()) {
      out.uncovered = missing;
      if (missing.empty()) out.basis = basis;
    }
    out.none = false;
  }
  return out;
}

}  // namespace nrm::handover
