#include <algorithm>

#include "custody_requests.hpp"
#include "fingerprints.hpp"
#include "instance_key.hpp"
#include "nrm/access/notices.hpp"

namespace nrm::access {
namespace {

// The public half of each version of the key that is asked for, as far as it can be believed.
PublicKeyOf public_keys_of(storage::Reader& reader, const Session& session, const CustodyRow& row,
                           const MemberRow& member) {
  if (row.kind == kMemberKey) {
    return [keys = crypto::decode_public_keys(member.public_keys)](std::uint32_t) { return keys; };
  }
  return [&reader, &session,
          kind = *parse_compartment(row.kind)](std::uint32_t version) -> std::optional<crypto::PublicKeys> {
    const auto found = reader.query_one(
        "SELECT public_keys, binding FROM team_key WHERE team = $team AND kind = $kind AND version = $version",
        {{"team", session.team}, {"kind", name_of(kind)}, {"version", version}});
    if (!found || !is_bound(session.instance_key, session.team, kind, version, found->blob("public_keys"),
                            found->blob("binding"))) {
      return std::nullopt;
    }
    return crypto::decode_public_keys(found->blob("public_keys"));
  };
}

using Sealer = std::function<Bytes(const Key32& share, const std::string& place)>;

void insert_parts(log::Act& act, const CustodyRow& row, const MemberId& custodian, const std::vector<HeldShare>& shares,
                  const Sealer& seal) {
  for (const auto& held : shares) {
    const auto place = part_place(row.id, custodian, held.key_version, held.share.point);
    act.run(
        "INSERT INTO custody_part (request, custodian, key_version, point, sealed) "
        "VALUES ($request, $custodian, $version, $point, $sealed)",
        {{"request", row.id},
         {"custodian", custodian},
         {"version", held.key_version},
         {"point", held.share.point},
         {"sealed", seal(held.share.value, place)}});
  }
}

// The row's own count decides who is the second: of many at once one finds it still open. Counted before anything is
// inserted: who comes at the same moment gives way here and looks again, and does not meet a key that is taken.
Result<void> count_approval(log::Act& act, const CustodyRow& row, const Session& session,
                            std::string_view identity_check) {
  const auto approvals = row.approvals + 1;
  const auto state = approvals >= kApprovalsNeeded ? CustodyState::approved : CustodyState::open;
  const auto counted = act.run(
      "UPDATE custody_request SET approvals = $approvals, state = $state WHERE id = $id AND state = 'open' "
      "AND approvals = $before",
      {{"approvals", approvals}, {"state", name_of(state)}, {"id", row.id}, {"before", row.approvals}});
  if (counted == 0) return fail(nrm::problems::kConflict);
  act.run(
      "INSERT INTO custody_approval (request, custodian, identity_check, approved_at) "
      "VALUES ($request, $custodian, $check, $now)",
      {{"request", row.id}, {"custodian", session.member}, {"check", identity_check}, {"now", act.now()}});
  if (state == CustodyState::approved) tell_team(act, row.team, "custody.approved", row.id.text());
  return {};
}

// Why a custodian may not approve now; nothing where she may.
std::optional<Problem> refusal_of(log::Act& act, const CustodyRow& row, const Session& session) {
  if (!find_own_custody(act.writer(), session)) return Problem{nrm::problems::kNotFound};
  if (row.member == session.member) return Problem{problems::kNotYourself};
  if (is_over(row.state)) return Problem{nrm::problems::kConflict};
  if (row.state == CustodyState::waiting || act.now() < row.opens_at) return Problem{problems::kCustodyTooEarly};
  if (row.state != CustodyState::open || !is_in_time(row, act.now())) return Problem{nrm::problems::kConflict};
  const auto before =
      act.query_one("SELECT 1 AS approved FROM custody_approval WHERE request = $id AND custodian = $custodian",
                    {{"id", row.id}, {"custodian", session.member}});
  if (before) return Problem{nrm::problems::kConflict};
  return std::nullopt;
}

Sealer to_code(log::Act& act, const SecretText& code) {
  const auto key = crypto::key_of_recovery_code(code.expose());
  if (!key) fail_bug("a code just made does not read");
  return [&act, key = crypto::derive(*key, "custody")](const Key32& share, const std::string& place) {
    return crypto::seal(key, 1, share.expose(), view_of(place), act.random());
  };
}

Sealer to_member(log::Act& act, const MemberRow& member) {
  const auto keys = crypto::decode_public_keys(member.public_keys);
  if (!keys) fail_bug("a member's stored public keys do not decode");
  return [&act, box = keys->box](const Key32& share, const std::string& place) {
    return crypto::box_seal(box, 1, share.expose(), view_of(place), act.random());
  };
}

std::optional<FieldProblem> fault_of(const Approval& approval) {
  if (std::find(kIdentityChecks.begin(), kIdentityChecks.end(), approval.identity_check) != kIdentityChecks.end()) {
    return std::nullopt;
  }
  return FieldProblem{"/identity_check", approval.identity_check.empty() ? "required" : "not-in-list", {}};
}

Result<std::optional<SecretText>> approve_in_act(log::Act& act, const Session& session, const CustodyRow& row,
                                                 const Approval& approval) {
  if (const auto refusal = refusal_of(act, row, session)) return tl::unexpected(*refusal);
  const auto member = find_member(act.writer(), row.member);
  if (!member || member->team != row.team || member->state != "active") return fail(nrm::problems::kConflict);
  const bool for_account = row.kind == kMemberKey;
  if (!for_account && !is_fingerprint_of(member->public_keys, approval.fingerprint)) {
    return fail(problems::kFingerprintDiffers);
  }
  const auto shares = open_shares(act, session, for_account ? row.member.text() : row.team.text(), row.kind,
                                  public_keys_of(act.writer(), session, row, *member));
  if (shares.empty()) return fail(problems::kNotInCustody);
  std::optional<SecretText> code;
  if (for_account) code = crypto::make_recovery_code(act.random());
  if (auto counted = count_approval(act, row, session, approval.identity_check); !counted) {
    return tl::unexpected(counted.error());
  }
  insert_parts(act, row, session.member, shares, code ? to_code(act, *code) : to_member(act, *member));
  act.note("identity-check", approval.identity_check);
  return code;
}

}  // namespace

Result<std::optional<SecretText>> approve(const AccessContext& context, const Session& session,
                                          const Approval& approval) {
  if (const auto fault = fault_of(approval)) return fail(nrm::problems::kInvalid, {*fault});
  using Code = std::optional<SecretText>;
  return context.journal.act<Code>(
      session.header("custody.approve", {}, {{}, session.organisation, approval.request.text()}),
      [&](log::Act& act) -> Result<Code> {
        const auto row = find_custody(act.writer(), approval.request);
        const bool in_team = row && row->team == session.team;
        const auto permit = decide(act, session, in_team ? Relation::own_team : Relation::instance);
        if (!permit) return tl::unexpected(permit.error());
        return approve_in_act(act, session, *row, approval);
      });
}

}  // namespace nrm::access
