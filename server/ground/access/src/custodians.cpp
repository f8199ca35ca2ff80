#include "custodians.hpp"

#include <algorithm>

#include "instance_key.hpp"
#include "team_key_seals.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kLabel = "nrm custodian";

Bytes binding_message(const CustodianSet& set, const CustodianRow& custodian, ByteView public_keys) {
  auto out = bytes_of(fmt::format("{}:{}:{}:{}:", set.team.text(), set.version, custodian.member.text(),
                                  static_cast<int>(custodian.point)));
  out.insert(out.end(), public_keys.begin(), public_keys.end());
  return out;
}

std::vector<CustodianRow> load_custodians(storage::Reader& reader, const TeamId& team, std::int64_t version) {
  std::vector<CustodianRow> out;
  const auto rows = reader.query(
      "SELECT member, point, accepted_at, binding FROM custodian WHERE team = $team AND version = $version "
      "ORDER BY point",
      {{"team", team}, {"version", version}});
  for (const auto& row : rows) {
    CustodianRow custodian{row.id<MemberId>("member"), static_cast<std::uint8_t>(row.integer("point")), {}, {}};
    if (!row.is_null("accepted_at")) {
      custodian.accepted_at = row.time("accepted_at");
      custodian.binding = row.blob("binding");
    }
    out.push_back(std::move(custodian));
  }
  return out;
}

}  // namespace

std::optional<CustodianSet> find_custodian_set(storage::Reader& reader, const TeamId& team, std::string_view state) {
  const auto row = reader.query_one(
      "SELECT version, proposed_by, proposed_at, in_force_at FROM custodian_set WHERE team = $team AND state = $state",
      {{"team", team}, {"state", state}});
  if (!row) return std::nullopt;
  CustodianSet set{team, row->integer("version"), row->id<MemberId>("proposed_by"), row->time("proposed_at"), {}, {}};
  if (!row->is_null("in_force_at")) set.in_force_at = row->time("in_force_at");
  set.custodians = load_custodians(reader, team, set.version);
  return set;
}

bool may_be_custodian(storage::Reader& reader, const crypto::SignPublic& instance, const MemberRow& member) {
  return member.state == "active" && !member.roles.contains(Role::administrator) &&
         !compartments_of(member.roles).empty() && is_known_to_team(reader, instance, member);
}

std::vector<AbleCustodian> able_custodians(storage::Reader& reader, const crypto::SignPublic& instance,
                                           const CustodianSet& set) {
  std::vector<AbleCustodian> out;
  for (const auto& custodian : set.custodians) {
    const auto member = find_member(reader, custodian.member);
    if (!member || member->team != set.team || !may_be_custodian(reader, instance, *member)) continue;
    if (!crypto::verify(instance, kLabel, binding_message(set, custodian, member->public_keys), custodian.binding)) {
      continue;
    }
    out.push_back({custodian.member, custodian.point, member->public_keys});
  }
  return out;
}

std::optional<AbleCustodian> find_own_custody(storage::Reader& reader, const Session& session) {
  const auto set = find_custodian_set(reader, session.team, kInForce);
  if (!set) return std::nullopt;
  const auto able = able_custodians(reader, session.instance_key, *set);
  const auto own = std::find_if(able.begin(), able.end(), [&](const AbleCustodian& custodian) {
    return custodian.member == session.member &&
           custodian.public_keys == crypto::encode(crypto::public_keys(session.member_seed));
  });
  if (own == able.end()) return std::nullopt;
  return *own;
}

crypto::Signature bind_custodian(const ServerSecrets& secrets, const CustodianSet& set, const CustodianRow& custodian,
                                 ByteView public_keys) {
  return crypto::sign(secrets.binding_seed, kLabel, binding_message(set, custodian, public_keys));
}

void renew_bindings(log::Act& act, const ServerSecrets& secrets, const MemberRow& member) {
  for (const auto state : {kProposed, kInForce}) {
    const auto set = find_custodian_set(act.writer(), member.team, state);
    if (!set) continue;
    for (const auto& custodian : set->custodians) {
      if (custodian.member != member.id || !custodian.accepted_at) continue;
      const auto binding = bind_custodian(secrets, *set, custodian, member.public_keys);
      act.run("UPDATE custodian SET binding = $binding WHERE team = $team AND version = $version AND member = $member",
              {{"binding", ByteView{binding}}, {"team", set->team}, {"version", set->version}, {"member", member.id}});
    }
  }
}

}  // namespace nrm::access
