// Who stands by: teams that she agreed to beside the one that is asked, each under a basis of its own.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bases.hpp"
#include "dispatch.hpp"
#include "nrm/consent/record.hpp"

namespace nrm::referral {
namespace {

std::optional<FieldProblem> find_team_fault(log::Act& act, const access::Permit& permit, const NewReferral& input,
                                            std::size_t index) {
  const auto& team = input.alternatives[index].team;
  const auto pointer = fmt::format("/alternatives/{}/team_id", index);
  const auto same = [&](const auto& other) { return other.team == team; };
  const auto before = input.alternatives.begin() + static_cast<std::ptrdiff_t>(index);
  if (team == input.receiver || std::any_of(input.alternatives.begin(), before, same))
    return FieldProblem{pointer, "contradicts", {}};
  if (const auto why = why_not_able(act.writer(), {team, permit.session().team, input.need}))
    return FieldProblem{pointer, *why, {}};
  if (find_open(act, input.case_id, input.need, team)) return FieldProblem{pointer, "already-asked", {}};
  return std::nullopt;
}

// A basis that covers none of the fields lets nothing be sent.
std::optional<FieldProblem> add_basis(log::Act& act, const access::Permit& permit, const NewReferral& input,
                                      std::size_t index, Alternates& out) {
  const auto& [team, wanted] = input.alternatives[index];
  const auto pointer = fmt::format("/alternatives/{}/basis_id", index);
  auto basis = live_basis(act, permit, input.case_id, team, wanted);
  if (!basis) return FieldProblem{pointer, "no-basis", {}};
  if (covered_fields(act, *basis, input.fields).empty()) return FieldProblem{pointer, "not-covered", {}};
  out.bases.push_back(std::move(*basis));
  return std::nullopt;
}

std::vector<std::string> all_fields() {
  std::vector<std::string> out;
  for (const auto& field : casefile::fields()) out.emplace_back(field.name);
  return out;
}

}  // namespace

Result<Alternates> check_alternatives(log::Act& act, const access::Permit& permit, const NewReferral& input) {
  Alternates out;
  std::vector<FieldProblem> faults;
  for (std::size_t i = 0; i < input.alternatives.size(); ++i) {
    auto fault = find_team_fault(act, permit, input, i);
    if (!fault) fault = add_basis(act, permit, input, i, out);
    if (fault) faults.push_back(std::move(*fault));
  }
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return out;
}

Result<std::vector<StandIn>> let_all_stand_by(log::Act& act, const access::Permit& permit, const Alternates& alternates,
                                              const Outgoing& out) {
  std::vector<StandIn> stand_ins;
  auto next = out;
  for (const auto& basis : alternates.bases) {
    ++next.position;
    next.fields = covered_fields(act, basis, out.fields);
    const auto parcel = Parcel::build(act, permit, basis, next.fields, Sleep::asleep);
    if (!parcel) return tl::unexpected(parcel.error());
    auto stand_in = let_stand_by(act, permit, *parcel, next);
    if (!stand_in) return tl::unexpected(stand_in.error());
    stand_ins.push_back(std::move(*stand_in));
  }
  return stand_ins;
}

std::vector<Candidate> candidates_for(log::Act& act, const access::Permit& permit, const CaseId& id,
                                      const TeamId& receiver, const std::string& need) {
  std::set<TeamId> teams;
  for (const auto& basis : consent::bases_of_case(act.writer(), id, act.now()))
    if (basis.state == "live" && basis.receiver != receiver) teams.insert(basis.receiver);
  std::vector<Candidate> out;
  for (const auto& team : teams) {
    auto why = why_not_able(act.writer(), {team, permit.session().team, need});
    if (why == "no-service" || why == "own-team" || why == "closed") continue;
    const auto bases = consent::live_bases(act, permit, id, team);
    if (!bases || bases->empty()) continue;
    const auto widest = std::ranges::max_element(*bases, {}, [](const auto& b) { return b.field_groups().size(); });
    if (!why && find_open(act, id, need, team)) why = "already-asked";
    out.push_back({team, widest->id(), covered_fields(act, *widest, all_fields()), std::move(why)});
  }
  return out;
}

}  // namespace nrm::referral
