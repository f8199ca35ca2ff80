// Whether a team can be asked now.
#include <algorithm>

#include "chain.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/places/places.hpp"

namespace nrm::referral {
namespace {

// A parcel that nobody there can open today waits for nobody.
std::optional<std::string> why_keyless(storage::Reader& reader, const Asking& asking) {
  const auto keys = access::view_team_keys(reader, asking.team);
  if (std::ranges::none_of(keys.members, [](const auto& member) { return member.state == "active"; }))
    return keys.members.empty() ? "no-keys" : "suspended";
  const bool opens = std::ranges::any_of(keys.kinds, [&](const auto& kind) {
    return kind.holders > 0 && (asking.kinds.empty() || asking.kinds.contains(kind.kind));
  });
  return opens ? std::nullopt : std::optional<std::string>{"no-keys"};
}

std::set<access::Compartment> kinds_of(log::Act& act, const ReferralId& id) {
  std::set<access::Compartment> out;
  for (const auto& row : act.query("SELECT compartment FROM parcel_part WHERE referral = $id", {{"id", id}}))
    if (const auto kind = access::parse_compartment(row.text("compartment"))) out.insert(*kind);
  return out;
}

std::optional<std::string> why_not_agreed(log::Act& act, const ReferralId& id) {
  const auto basis = basis_of(act, id);
  const auto access = basis ? consent::access_under(act.writer(), *basis, act.now()) : consent::Access::ended;
  if (access == consent::Access::open) return std::nullopt;
  return access == consent::Access::paused ? "paused" : "no-basis";
}

// Whoever was asked in this chain, by whatever name its team had then, is not asked again.
bool was_asked(log::Act& act, const ReferralRow& stand_in) {
  const auto chain = chain_of(act.writer(), origin_of(stand_in));
  if (std::ranges::any_of(chain, [&](const auto& row) { return row.asked && row.to_team == stand_in.to_team; }))
    return true;
  const auto case_id = case_of(act, stand_in.id);
  return case_id && find_open(act, *case_id, stand_in.need, stand_in.to_team);
}

}  // namespace

std::optional<std::string> why_not_able(storage::Reader& reader, const Asking& asking) {
  if (asking.team == asking.sender) return "own-team";
  const auto team = directory::find_team(reader, asking.team);
  if (!team || team->closed_at) return "closed";
  if (!team->confirmed) return "not-confirmed";
  if (!team->services.contains(asking.need)) return "no-service";
  return why_keyless(reader, asking);
}

std::optional<ReferralRow> find_open(log::Act& act, const CaseId& case_id, const std::string& need,
                                     const TeamId& team) {
  for (const auto& found : act.query(
           fmt::format("SELECT {} FROM referral r JOIN referral_case c ON c.referral = r.id WHERE c.case_id = $case_id "
                       "AND r.need = $need AND r.to_team = $team AND r.asked = 1 AND r.do_not_contact = 0 "
                       "ORDER BY r.sent_at DESC, r.id",
                       kReferralColumns),
           {{"case_id", case_id}, {"need", need}, {"team", team}}))
    if (auto row = row_of(found); is_open(row.state)) return row;
  return std::nullopt;
}

std::optional<std::string> why_not_woken(log::Act& act, const ReferralRow& stand_in) {
  const Asking asking{stand_in.to_team, stand_in.from_team, stand_in.need, kinds_of(act, stand_in.id)};
  if (auto why = why_not_able(act.writer(), asking)) return why;
  if (auto why = why_not_agreed(act, stand_in.id)) return why;
  if (was_asked(act, stand_in)) return "already-asked";
  if (stand_in.place_wanted && !places::hold(act, stand_in.to_team, stand_in.need, stand_in.id)) return "no-place";
  return std::nullopt;
}

}  // namespace nrm::referral
