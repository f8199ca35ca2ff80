#include <algorithm>

#include "custody_requests.hpp"
#include "nrm/access/members.hpp"

namespace nrm::access {
namespace {

constexpr std::chrono::hours kShownAfterEnd{30 * 24};
constexpr auto kNeeded = static_cast<std::size_t>(kApprovalsNeeded);

std::string name_of_member(storage::Reader& reader, const MemberId& id) {
  return find_member_name(reader, id).value_or(std::string{});
}

Custodians describe(storage::Reader& reader, const Session& session, const CustodianSet& set) {
  Custodians out{set.version, name_of_member(reader, set.proposed_by), set.proposed_at, set.in_force_at, {}};
  const auto able = able_custodians(reader, session.instance_key, set);
  for (const auto& custodian : set.custodians) {
    const auto same = [&](const AbleCustodian& one) { return one.member == custodian.member; };
    const bool is_able = !set.in_force_at || std::any_of(able.begin(), able.end(), same);
    out.members.push_back(
        {custodian.member, name_of_member(reader, custodian.member), custodian.accepted_at.has_value(), is_able});
  }
  return out;
}

CustodyRequest describe(storage::Reader& reader, const Session& session, const CustodyRow& row) {
  CustodyRequest out{row.id,
                     row.kind == kMemberKey ? std::nullopt : parse_compartment(row.kind),
                     row.member,
                     name_of_member(reader, row.member),
                     name_of_member(reader, row.requested_by),
                     row.identity_check,
                     row.state,
                     row.requested_at,
                     row.opens_at,
                     row.expires_at,
                     {},
                     false};
  const auto approvals = reader.query(
      "SELECT custodian FROM custody_approval WHERE request = $id ORDER BY approved_at, custodian", {{"id", row.id}});
  for (const auto& approval : approvals) {
    const auto custodian = approval.id<MemberId>("custodian");
    out.approved_by.push_back(name_of_member(reader, custodian));
    out.approved_by_me = out.approved_by_me || custodian == session.member;
  }
  return out;
}

std::vector<CustodyRequest> describe_requests(storage::Reader& reader, const Session& session, UtcTime now) {
  std::vector<CustodyRequest> out;
  const auto rows = reader.query(
      fmt::format("SELECT {} FROM custody_request WHERE team = $team AND (ended_at IS NULL OR ended_at > $since) "
                  "ORDER BY requested_at DESC, id LIMIT 100",
                  kCustodyColumns),
      {{"team", session.team}, {"since", now - kShownAfterEnd}});
  for (const auto& row : rows) out.push_back(describe(reader, session, custody_from_row(row)));
  return out;
}

void find_uncovered(storage::Reader& reader, const Session& session, Custody& out) {
  const auto set = find_custodian_set(reader, session.team, kInForce);
  const auto able = set ? able_custodians(reader, session.instance_key, *set) : std::vector<AbleCustodian>{};
  const auto rows =
      reader.query("SELECT id, name FROM member WHERE team = $team AND state = 'active' ORDER BY name, id",
                   {{"team", session.team}});
  for (const auto& row : rows) {
    auto others = able;
    std::erase_if(others, [&](const AbleCustodian& one) { return one.member == row.id<MemberId>("id"); });
    if (count_holders(reader, others, row.text("id"), kMemberKey) < kNeeded) out.uncovered.push_back(row.text("name"));
  }
  const auto kinds =
      reader.query("SELECT DISTINCT kind FROM team_key WHERE team = $team AND retired_at IS NULL ORDER BY kind",
                   {{"team", session.team}});
  for (const auto& row : kinds) {
    const auto kind = parse_compartment(row.text("kind"));
    if (kind && count_holders(reader, able, session.team.text(), row.text("kind")) < kNeeded)
      out.uncovered_kinds.insert(*kind);
  }
}

}  // namespace

Result<Custody> view_custody(const AccessContext& context, const Session& session) {
  return context.journal.act<Custody>(
      session.header("custody.view", {}, {{}, session.organisation, session.team.text()}),
      [&](log::Act& act) -> Result<Custody> {
        const auto permit = decide(act, session, Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        Custody out;
        auto& reader = act.writer();
        if (const auto set = find_custodian_set(reader, session.team, kInForce))
          out.in_force = describe(reader, session, *set);
        if (const auto set = find_custodian_set(reader, session.team, kProposed))
          out.proposed = describe(reader, session, *set);
        out.requests = describe_requests(reader, session, act.now());
        find_uncovered(reader, session, out);
        return out;
      });
}

}  // namespace nrm::access
