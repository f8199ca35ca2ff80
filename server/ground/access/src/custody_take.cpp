// The member for whom two custodians approved a team's key takes it in her own session.
#include "custody_requests.hpp"
#include "instance_key.hpp"
#include "nrm/access/keyring.hpp"
#include "nrm/access/notices.hpp"
#include "team_keys.hpp"

namespace nrm::access {
namespace {

// Only a key that the instance vouches for: two custodians' parts of anything else are refused.
std::optional<TeamKey> bear_out(storage::Reader& reader, const Session& session, Compartment kind,
                                std::uint32_t version, const Key32& seed) {
  const auto row = reader.query_one(
      "SELECT public_keys, binding FROM team_key WHERE team = $team AND kind = $kind AND version = $version",
      {{"team", session.team}, {"kind", name_of(kind)}, {"version", version}});
  TeamKey key{version, seed, crypto::public_keys(seed)};
  const auto public_keys = crypto::encode(key.keys);
  if (!row || row->blob("public_keys") != public_keys) return std::nullopt;
  if (!is_bound(session.instance_key, session.team, kind, version, public_keys, row->blob("binding"))) {
    return std::nullopt;
  }
  return key;
}

std::optional<crypto::KeyShare> open_part(const Session& session, const CustodyRequestId& request,
                                          const CustodyPart& part) {
  const auto place = part_place(request, part.custodian, part.key_version, part.point);
  const auto value = crypto::box_open_key(session.member_seed, part.sealed, view_of(place));
  if (!value) return std::nullopt;
  return crypto::KeyShare{part.point, *value};
}

std::vector<TeamKey> combine_parts(log::Act& act, const Session& session, const CustodyRow& row, Compartment kind) {
  std::vector<TeamKey> out;
  const auto parts = find_parts(act.writer(), row.id);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    const auto& one = parts[i];
    const auto& other = parts[i + 1];
    if (one.key_version != other.key_version) continue;
    const auto first = open_part(session, row.id, one);
    const auto second = open_part(session, row.id, other);
    const auto seed = first && second ? crypto::combine_shares(*first, *second) : std::nullopt;
    auto key = seed ? bear_out(act.writer(), session, kind, one.key_version, *seed) : std::nullopt;
    if (key) out.push_back(*std::move(key));
  }
  return out;
}

Result<void> take_in_act(log::Act& act, const ServerSecrets& secrets, const Permit& permit, const CustodyRow& row) {
  const auto& session = permit.session();
  const auto kind = parse_compartment(row.kind);
  if (row.member != session.member || !kind || !compartments_of(session.roles).contains(*kind)) {
    return fail(nrm::problems::kNotFound);
  }
  if (row.state != CustodyState::approved || !is_in_time(row, act.now())) return fail(nrm::problems::kConflict);
  const auto member = find_member(act.writer(), session.member);
  const auto keys = combine_parts(act, session, row, *kind);
  if (!member || keys.empty()) return fail(problems::kKeyBroken);
  if (!end_custody(act, row, CustodyState::done)) return fail(nrm::problems::kConflict);
  const auto set = find_custodian_set(act.writer(), session.team, kInForce);
  for (const auto& key : keys) {
    give_team_key(act, secrets, key, *kind, *member, session.member);
    act.note(fmt::format("took.{}", row.kind), std::to_string(key.version));
    if (!set) continue;
    // The parts were on their way: they open nothing from now on.
    const auto able = able_custodians(act.writer(), session.instance_key, *set);
    split_anew(act, *set, able, {session.team.text(), row.kind, key.version}, key.seed);
  }
  tell_team(act, row.team, "custody.done", row.id.text());
  return {};
}

}  // namespace

Result<void> take_team_key(const AccessContext& context, const Session& session, const CustodyRequestId& id) {
  return context.journal.act<void>(
      session.header("custody.take", {}, {{}, session.organisation, id.text()}), [&](log::Act& act) -> Result<void> {
        const auto row = find_custody(act.writer(), id);
        const bool in_team = row && row->team == session.team;
        const auto permit = decide(act, session, in_team ? Relation::own_team : Relation::instance);
        if (!permit) return tl::unexpected(permit.error());
        return take_in_act(act, context.secrets, *permit, *row);
      });
}

}  // namespace nrm::access
