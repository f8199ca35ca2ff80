#include "hindrances.hpp"

#include <algorithm>

#include "nrm/access/break_glass.hpp"
#include "nrm/access/keyring.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::handover {
namespace {

// Of every kind, also of those that the case has nothing in yet: the first value of a kind makes its key.
bool has_keys(storage::Reader& reader, const TeamId& team) {
  return std::ranges::all_of(access::kCompartments, [&](access::Compartment kind) {
    return access::team_public_key(reader, team, kind).has_value();
  });
}

Problem at_team(const char* code) {
  return Problem{nrm::problems::kInvalid, {{"/team_id", code, {}}}};
}

std::optional<Hindrance> of_receiver(storage::Reader& reader, const access::Permit& permit, const TeamId& to) {
  if (to == permit.session().team) return Hindrance{"own-team", at_team("own-team")};
  const auto team = directory::find_team(reader, to);
  if (!team || team->closed_at) return Hindrance{"team-closed", at_team("not-in-list")};
  if (!has_keys(reader, to)) return Hindrance{"no-receiver-key", Problem{casefile::problems::kNoReceiverKey}};
  return std::nullopt;
}

}  // namespace

bool waits_for_review(storage::Reader& reader, const std::vector<CaseId>& parts) {
  return std::ranges::any_of(parts, [&](const CaseId& part) { return access::has_unreviewed(reader, part); });
}

std::vector<Hindrance> find_hindrances(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& to,
                                       const Coverage& coverage) {
  std::vector<Hindrance> out;
  auto& reader = act.writer();
  if (auto bad = casefile::why_read_only(reader, id)) out.push_back({"read-only", *bad});
  if (auto receiver = of_receiver(reader, permit, to)) out.push_back(*receiver);
  if (!open_offers_of(reader, id).empty()) out.push_back({"already-offered", Problem{problems::kAlreadyOffered}});
  if (waits_for_review(reader, parts_of(reader, id))) out.push_back({"review-first", Problem{problems::kReviewFirst}});
  if (coverage.none)
    out.push_back({"no-basis", Problem{consent::problems::kNoBasis}});
  else if (!coverage.basis)
    out.push_back({"not-covered", Problem{problems::kNotCovered}});
  return out;
}

}  // namespace nrm::handover
