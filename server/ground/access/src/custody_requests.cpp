#include "custody_requests.hpp"

#include <algorithm>

#include "nrm/access/notices.hpp"
#include "team_keys.hpp"

namespace nrm::access {
namespace {

std::optional<FieldProblem> fault_of(std::string_view identity_check) {
  if (std::find(kIdentityChecks.begin(), kIdentityChecks.end(), identity_check) != kIdentityChecks.end()) {
    return std::nullopt;
  }
  return FieldProblem{"/identity_check", identity_check.empty() ? "required" : "not-in-list", {}};
}

bool runs_already(storage::Reader& reader, const MemberId& member, std::string_view kind) {
  return reader
      .query_one(
          "SELECT 1 AS runs FROM custody_request WHERE member = $member AND kind = $kind "
          "AND state IN ('waiting', 'open', 'approved')",
          {{"member", member}, {"kind", kind}})
      .has_value();
}

// Two custodians other than the member hold shares of the key.
bool is_covered(storage::Reader& reader, const Session& session, const std::string& owner, std::string_view kind,
                const MemberId& member) {
  const auto set = find_custodian_set(reader, session.team, kInForce);
  if (!set) return false;
  auto able = able_custodians(reader, session.instance_key, *set);
  std::erase_if(able, [&](const AbleCustodian& custodian) { return custodian.member == member; });
  return count_holders(reader, able, owner, kind) >= static_cast<std::size_t>(kApprovalsNeeded);
}

// The clocks begin in the same transaction as the request; nobody can bring them forward.
CustodyRequestId insert_request(log::Act& act, const Session& session, const MemberId& member, std::string_view kind,
                                std::string_view identity_check) {
  const auto id = CustodyRequestId::random(act.random());
  const auto opens = act.now() + kCustodyDelay;
  const auto expires = opens + kCustodyLasts;
  act.run(
      "INSERT INTO custody_request (id, team, kind, member, requested_by, identity_check, state, approvals, "
      "requested_at, opens_at, expires_at) VALUES ($id, $team, $kind, $member, $by, $check, 'waiting', 0, $now, "
      "$opens, "
      "$expires)",
      {{"id", id},
       {"team", session.team},
       {"kind", kind},
       {"member", member},
       {"by", session.member},
       {"check", identity_check},
       {"now", act.now()},
       {"opens", opens},
       {"expires", expires}});
  jobs::schedule(act.writer(), {fmt::format("custody.open:{}", id.text()), "custody.open", id.text(), opens});
  jobs::schedule(act.writer(), {fmt::format("custody.expire:{}", id.text()), "custody.expire", id.text(), expires});
  tell_team(act, session.team, "custody.requested", id.text());
  act.note("request", id.text());
  act.note("kind", std::string{kind});
  act.note("identity-check", std::string{identity_check});
  return id;
}

log::Header header_for(const Session& session, const MemberId& member) {
  return session.header("custody.request", {}, {{}, session.organisation, member.text()});
}

// The member it is for, where the session may ask for her.
Result<MemberRow> find_subject(log::Act& act, const Session& session, const MemberId& id) {
  const auto permit = decide(act, session, Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  auto member = find_member(act.writer(), id);
  if (!member || member->team != session.team || member->state != "active" || !watches_custody(act.writer(), session)) {
    return fail(nrm::problems::kNotFound);
  }
  return *std::move(member);
}

}  // namespace

Result<CustodyRequestId> request_account(const AccessContext& context, const Session& session,
                                         const AccountRequest& request) {
  if (const auto fault = fault_of(request.identity_check)) return fail(nrm::problems::kInvalid, {*fault});
  return context.journal.act<CustodyRequestId>(
      header_for(session, request.member), [&](log::Act& act) -> Result<CustodyRequestId> {
        const auto member = find_subject(act, session, request.member);
        if (!member) return tl::unexpected(member.error());
        if (member->id == session.member) return fail(problems::kNotYourself);
        if (runs_already(act.writer(), member->id, kMemberKey)) return fail(nrm::problems::kConflict);
        if (!is_covered(act.writer(), session, member->id.text(), kMemberKey, member->id)) {
          return fail(problems::kNotInCustody);
        }
        return insert_request(act, session, member->id, kMemberKey, request.identity_check);
      });
}

Result<CustodyRequestId> request_team_key(const AccessContext& context, const Session& session,
                                          const TeamKeyRequest& request) {
  if (const auto fault = fault_of(request.identity_check)) return fail(nrm::problems::kInvalid, {*fault});
  const auto kind = name_of(request.kind);
  return context.journal.act<CustodyRequestId>(
      header_for(session, request.member), [&](log::Act& act) -> Result<CustodyRequestId> {
        const auto member = find_subject(act, session, request.member);
        if (!member) return tl::unexpected(member.error());
        if (!missing_kinds(act.writer(), *member).contains(request.kind)) {
          return fail(nrm::problems::kInvalid, {{"/kind", "not-awaited", {}}});
        }
        if (runs_already(act.writer(), member->id, kind)) return fail(nrm::problems::kConflict);
        if (!is_covered(act.writer(), session, session.team.text(), kind, member->id)) {
          return fail(problems::kNotInCustody);
        }
        return insert_request(act, session, member->id, kind, request.identity_check);
      });
}

Result<void> cancel_custody(const AccessContext& context, const Session& session, const CustodyRequestId& id) {
  return context.journal.act<void>(
      session.header("custody.cancel", {}, {{}, session.organisation, id.text()}), [&](log::Act& act) -> Result<void> {
        const auto row = find_custody(act.writer(), id);
        const bool hers = row && row->member == session.member;
        const bool in_team = row && row->team == session.team;
        const auto relation = hers ? Relation::own_account : in_team ? Relation::own_team : Relation::instance;
        const auto permit = decide(act, session, relation);
        if (!permit) return tl::unexpected(permit.error());
        if (!hers && !watches_custody(act.writer(), session)) return fail(nrm::problems::kNotFound);
        if (is_over(row->state) || !end_custody(act, *row, CustodyState::cancelled)) {
          return fail(nrm::problems::kConflict);
        }
        tell_team(act, row->team, "custody.cancelled", id.text());
        return {};
      });
}

}  // namespace nrm::access
