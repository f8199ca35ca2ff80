#include "nrm/access/break_glass.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/directory/directory.hpp"
#include "rows.hpp"

#include <fmt/format.h>

namespace nrm::consent {
namespace {

Decision decision_of(const std::string& text) {
  if (text == "consent") return Decision::consent;
  return text == "refusal" ? Decision::refusal : Decision::other_ground;
}

std::string_view state_of(const RecordedBasis& basis, UtcTime now) {
  if (basis.decision == Decision::refusal) return "refused";
  const bool unconfirmed = basis.decision == Decision::other_ground && !basis.confirmed_at;
  if (basis.withdrawn_at) return unconfirmed ? "declined" : "withdrawn";
  if (!basis.until || *basis.until <= now) return "expired";
  if (unconfirmed) return "pending";
  return basis.paused_at ? "paused" : "live";
}

// Newest first. Of what was agreed with one receiver for one purpose only the newest word holds; other grounds stand
// each for itself.
void mark_replaced(std::vector<RecordedBasis>& bases) {
  std::set<std::pair<TeamId, std::string>> spoken;
  for (auto& basis : bases) {
    if (basis.decision == Decision::other_ground) continue;
    const bool newest = spoken.emplace(basis.receiver, basis.purpose).second;
    if (!newest && (basis.state == "live" || basis.state == "paused")) basis.state = "replaced";
  }
}

}  // namespace

std::string joined(const std::set<std::string>& groups) {
  return fmt::format("{}", fmt::join(groups, ","));
}

std::set<std::string> split(std::string_view text) {
  std::set<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(',');
    out.emplace(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

RecordedBasis row_of(const storage::Row& row, UtcTime now) {
  RecordedBasis out{.id = row.id<BasisId>("id"),
                    .decision = decision_of(row.text("decision")),
                    .ground = row.text("ground"),
                    .purpose = row.text("purpose"),
                    .receiver = row.id<TeamId>("receiver"),
                    .field_groups = split(row.text("field_groups")),
                    .recorded_at = row.time("recorded_at"),
                    .recorded_by = row.id<MemberId>("recorded_by"),
                    .explained_by = row.id<MemberId>("explained_by"),
                    .until = row.maybe_time("until"),
                    .withdrawn_at = row.maybe_time("withdrawn_at"),
                    .confirmed_at = row.maybe_time("confirmed_at"),
                    .paused_at = row.maybe_time("paused_at"),
                    .state = {}};
  out.state = state_of(out, now);
  return out;
}

Result<void> may_end(log::Act& act, const access::Permit& permit, const CaseId& id,
                     const std::optional<TeamId>& receiver) {
  const auto& session = permit.session();
  return receiver == session.team ? casefile::may_work_on(act.writer(), session, id)
                                  : casefile::may_decide_on(act.writer(), session, id);
}

bool concerns(storage::Reader& reader, const RecordedBasis& basis, const CaseId& id, const TeamId& team) {
  if (basis.receiver == team || casefile::team_of(reader, id) == team) return true;
  const auto place = access::find_member_place(reader, basis.recorded_by);
  return place && place->team == team;
}

bool has_not_ended(const RecordedBasis& basis) {
  return basis.decision != Decision::refusal && !basis.withdrawn_at && basis.state != "expired";
}

ReceiverFacts receiver_facts(log::Act& act, const access::Permit& permit, const TeamId& receiver) {
  const auto team = directory::find_team(act.writer(), receiver);
  return {.known = team && !team->closed_at,
          .own_team = receiver == permit.session().team,
          .controls_migration = team && team->kinds.contains("immigration-control")};
}

std::vector<RecordedBasis> bases_of_case(storage::Reader& reader, const CaseId& id, UtcTime now) {
  std::vector<RecordedBasis> out;
  for (const auto& row :
       reader.query(std::string{kBasisColumns} + "WHERE case_id = $id ORDER BY nth DESC", {{"id", id}}))
    out.push_back(row_of(row, now));
  mark_replaced(out);
  return out;
}

std::optional<RecordedBasis> find_basis(storage::Reader& reader, const CaseId& id, const BasisId& basis, UtcTime now) {
  for (auto& found : bases_of_case(reader, id, now))
    if (found.id == basis) return std::move(found);
  return std::nullopt;
}

std::optional<FoundBasis> find_basis_of_person(storage::Reader& reader, const CaseId& id, const BasisId& basis,
                                               UtcTime now) {
  for (const auto& part : casefile::parts_of_person(reader, id))
    if (auto found = find_basis(reader, part, basis, now)) return FoundBasis{part, std::move(*found)};
  return std::nullopt;
}

}  // namespace nrm::consent
