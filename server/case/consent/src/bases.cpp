#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/seal.hpp"
#include "nrm/consent/record.hpp"

namespace nrm::consent {
namespace {

std::set<std::string> split(std::string_view text) {
  std::set<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(',');
    out.emplace(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::string_view state_of(Decision decision, const std::optional<UtcTime>& until,
                          const std::optional<UtcTime>& withdrawn_at, UtcTime now) {
  if (decision == Decision::refusal) return "refused";
  if (withdrawn_at) return "withdrawn";
  return until && *until > now ? "live" : "expired";
}

RecordedBasis read(const storage::Row& row, UtcTime now) {
  RecordedBasis out{.id = row.id<BasisId>("id"),
                    .decision = row.text("decision") == "consent" ? Decision::consent : Decision::refusal,
                    .purpose = row.text("purpose"),
                    .receiver = row.id<TeamId>("receiver"),
                    .field_groups = split(row.text("field_groups")),
                    .recorded_at = row.time("recorded_at"),
                    .explained_by = row.id<MemberId>("explained_by"),
                    .until = row.maybe_time("until"),
                    .withdrawn_at = row.maybe_time("withdrawn_at"),
                    .state = {}};
  out.state = state_of(out.decision, out.until, out.withdrawn_at, now);
  return out;
}

constexpr std::string_view kColumns =
    "SELECT id, decision, purpose, receiver, field_groups, recorded_at, explained_by, until, withdrawn_at FROM "
    "consent_basis ";

// Newest first. Of what was agreed with one receiver for one purpose only the newest word holds.
void mark_replaced(std::vector<RecordedBasis>& bases) {
  std::set<std::pair<TeamId, std::string>> spoken;
  for (auto& basis : bases)
    if (!spoken.emplace(basis.receiver, basis.purpose).second && basis.state == "live") basis.state = "replaced";
}

bool is_own_case(log::Act& act, const access::Permit& permit, const CaseId& id) {
  return casefile::holds(act.writer(), id, permit.session().team);
}

}  // namespace

std::vector<RecordedBasis> bases_of_case(storage::Reader& reader, const CaseId& id, UtcTime now) {
  std::vector<RecordedBasis> out;
  for (const auto& row :
       reader.query(std::string{kColumns} + "WHERE case_id = $id ORDER BY recorded_at DESC, id", {{"id", id}}))
    out.push_back(read(row, now));
  mark_replaced(out);
  return out;
}

// The newest word counts: a refusal after a consent leaves no live basis.
Result<Basis> find_live(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                        std::string_view purpose) {
  if (!is_own_case(act, permit, id)) return fail(nrm::problems::kNotFound);
  const auto row =
      act.query_one(std::string{kColumns} +
                        "WHERE case_id = $id AND receiver = $receiver AND purpose = $purpose AND withdrawn_at IS NULL "
                        "ORDER BY recorded_at DESC, id LIMIT 1",
                    {{"id", id}, {"receiver", receiver}, {"purpose", purpose}});
  if (!row) return fail(problems::kNoBasis);
  const auto found = read(*row, act.now());
  if (found.state != "live") return fail(problems::kNoBasis);
  return Basis{found.id, id, receiver, found.purpose, found.field_groups, *found.until};
}

Result<void> withdraw(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis) {
  if (!is_own_case(act, permit, id)) return fail(nrm::problems::kNotFound);
  const auto row =
      act.query_one(std::string{kColumns} + "WHERE id = $basis AND case_id = $id", {{"basis", basis}, {"id", id}});
  if (!row) return fail(nrm::problems::kNotFound);
  const auto found = read(*row, act.now());
  if (found.decision == Decision::refusal || found.withdrawn_at) return fail(problems::kAlreadyEnded);
  end_consents(act, id, found.receiver, std::nullopt);
  return {};
}

// An older consent must not come back to life when the newest ends, so all of them end.
void end_consents(log::Act& act, const CaseId& id, const TeamId& receiver, const std::optional<std::string>& purpose) {
  for (const auto& row :
       act.query(std::string{kColumns} + "WHERE case_id = $id AND receiver = $receiver AND decision = 'consent' AND "
                                         "withdrawn_at IS NULL ORDER BY recorded_at, id",
                 {{"id", id}, {"receiver", receiver}})) {
    if (purpose && row.text("purpose") != *purpose) continue;
    const auto basis = row.id<BasisId>("id");
    act.run("UPDATE consent_basis SET withdrawn_at = $now WHERE id = $basis", {{"now", act.now()}, {"basis", basis}});
    casefile::delete_seals_of_basis(act, basis);
    act.react("basis.withdrawn", basis.text());
  }
}

}  // namespace nrm::consent
