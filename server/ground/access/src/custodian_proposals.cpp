#include <algorithm>

#include "custodians.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/access/shares.hpp"

namespace nrm::access {
namespace {

log::Subject subject_of(const Session& session) {
  return {{}, session.organisation, session.team.text()};
}

std::vector<FieldProblem> faults_of(storage::Reader& reader, const Session& session,
                                    const std::array<MemberId, 3>& members) {
  std::vector<FieldProblem> out;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto pointer = fmt::format("/member_ids/{}", i);
    const auto twice = std::count(members.begin(), members.end(), members[i]) > 1;
    const auto member = find_member(reader, members[i]);
    if (twice) {
      out.push_back({pointer, "duplicate", {}});
    } else if (!member || member->team != session.team || !may_be_custodian(reader, session.instance_key, *member)) {
      out.push_back({pointer, "cannot-be-custodian", {}});
    }
  }
  return out;
}

void end_proposal(log::Act& act, const TeamId& team, std::string_view state) {
  act.run("UPDATE custodian_set SET state = $state WHERE team = $team AND state = $proposed",
          {{"state", state}, {"team", team}, {"proposed", kProposed}});
}

std::int64_t next_version(log::Act& act, const TeamId& team) {
  const auto row =
      act.query_one("SELECT COALESCE(MAX(version), 0) AS last FROM custodian_set WHERE team = $team", {{"team", team}});
  return row->integer("last") + 1;
}

void insert_proposal(log::Act& act, const Session& session, std::int64_t version,
                     const std::array<MemberId, 3>& members) {
  act.run(
      "INSERT INTO custodian_set (team, version, state, proposed_by, proposed_at) "
      "VALUES ($team, $version, $state, $by, $now)",
      {{"team", session.team}, {"version", version}, {"state", kProposed}, {"by", session.member}, {"now", act.now()}});
  for (std::size_t i = 0; i < members.size(); ++i) {
    act.run("INSERT INTO custodian (team, version, member, point) VALUES ($team, $version, $member, $point)",
            {{"team", session.team}, {"version", version}, {"member", members[i]}, {"point", i + 1}});
  }
}

// Of the proposal that waits; kNotFound for anyone who is not named in it.
Result<std::pair<CustodianSet, CustodianRow>> find_own_proposal(log::Act& act, const Session& session,
                                                                std::int64_t version) {
  auto set = find_custodian_set(act.writer(), session.team, kProposed);
  if (!set || set->version != version) return fail(nrm::problems::kNotFound);
  const auto own = std::find_if(set->custodians.begin(), set->custodians.end(),
                                [&](const CustodianRow& row) { return row.member == session.member; });
  if (own == set->custodians.end()) return fail(nrm::problems::kNotFound);
  auto custodian = *own;
  return std::pair{*std::move(set), std::move(custodian)};
}

bool all_accepted(log::Act& act, const CustodianSet& set) {
  return act
      .query("SELECT member FROM custodian WHERE team = $team AND version = $version AND accepted_at IS NULL",
             {{"team", set.team}, {"version", set.version}})
      .empty();
}

// What the former ones hold ends in the same act.
void come_in_force(log::Act& act, const CustodianSet& set) {
  act.run("UPDATE custodian_set SET state = 'replaced' WHERE team = $team AND state = $state",
          {{"team", set.team}, {"state", kInForce}});
  act.run("UPDATE custodian_set SET state = $state, in_force_at = $now WHERE team = $team AND version = $version",
          {{"state", kInForce}, {"now", act.now()}, {"team", set.team}, {"version", set.version}});
  act.run(
      "DELETE FROM custodian_share WHERE team = $team AND custodian NOT IN "
      "(SELECT member FROM custodian WHERE team = $team AND version = $version)",
      {{"team", set.team}, {"version", set.version}});
  tell_team(act, set.team, "custody.in-force", set.team.text());
  act.note("in-force", std::to_string(set.version));
}

}  // namespace

Result<std::int64_t> propose_custodians(const AccessContext& context, const Session& session,
                                        const std::array<MemberId, 3>& members) {
  return context.journal.act<std::int64_t>(
      session.header("custody.propose", {}, subject_of(session)), [&](log::Act& act) -> Result<std::int64_t> {
        const auto permit = decide(act, session, Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        if (auto faults = faults_of(act.writer(), session, members); !faults.empty()) {
          return fail(nrm::problems::kInvalid, std::move(faults));
        }
        const auto version = next_version(act, session.team);
        end_proposal(act, session.team, "replaced");
        insert_proposal(act, session, version, members);
        tell_team(act, session.team, "custody.proposed", session.team.text());
        act.note("version", std::to_string(version));
        return version;
      });
}

Result<void> accept_custody(const AccessContext& context, const Session& session, std::int64_t version) {
  return context.journal.act<void>(
      session.header("custody.accept", {}, subject_of(session)), [&](log::Act& act) -> Result<void> {
        const auto permit = decide(act, session, Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        const auto found = find_own_proposal(act, session, version);
        if (!found) return tl::unexpected(found.error());
        const auto& [set, custodian] = *found;
        // Of the key that this session opened, not of what the table says.
        const auto public_keys = crypto::encode(crypto::public_keys(session.member_seed));
        const auto binding = bind_custodian(context.secrets, set, custodian, public_keys);
        const auto accepted = act.run(
            "UPDATE custodian SET accepted_at = $now, binding = $binding WHERE team = $team AND version = $version "
            "AND member = $member AND accepted_at IS NULL",
            {{"now", act.now()},
             {"binding", ByteView{binding}},
             {"team", set.team},
             {"version", version},
             {"member", session.member}});
        if (accepted == 0) return fail(nrm::problems::kConflict);
        act.note("version", std::to_string(version));
        if (!all_accepted(act, set)) return {};
        come_in_force(act, set);
        complete_shares(act, *permit);
        return {};
      });
}

Result<void> decline_custody(const AccessContext& context, const Session& session, std::int64_t version) {
  return context.journal.act<void>(session.header("custody.decline", {}, subject_of(session)),
                                   [&](log::Act& act) -> Result<void> {
                                     const auto permit = decide(act, session, Relation::own_team);
                                     if (!permit) return tl::unexpected(permit.error());
                                     const auto found = find_own_proposal(act, session, version);
                                     if (!found) return tl::unexpected(found.error());
                                     end_proposal(act, session.team, "declined");
                                     tell_team(act, session.team, "custody.declined", session.team.text());
                                     act.note("version", std::to_string(version));
                                     return {};
                                   });
}

}  // namespace nrm::access
