#include "custody_requests.hpp"

#include <algorithm>

#include "nrm/access/keyring.hpp"
#include "nrm/access/shares.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kLabel = "nrm custodian share";
constexpr std::size_t kNeeded = 2;

struct SharePlace {
  const SplitKey& key;
  std::int64_t set_version;
  MemberId custodian;
  std::uint8_t point;
  std::string text() const {
    return fmt::format("custodian-share:{}:{}:{}:{}:{}:{}", key.owner, key.kind, key.version, set_version,
                       custodian.text(), static_cast<int>(point));
  }
};

Bytes digest_of(const SharePlace& place, const Key32& share) {
  const auto digest = crypto::sha256({view_of(kLabel), view_of(place.text()), share.expose()});
  return {digest.begin(), digest.end()};
}

// The key that is split says itself who was to hold which share.
Bytes signed_message(const SharePlace& place, ByteView custodian_keys, ByteView digest) {
  auto out = bytes_of(place.text() + ":");
  out.insert(out.end(), custodian_keys.begin(), custodian_keys.end());
  out.insert(out.end(), digest.begin(), digest.end());
  return out;
}

void give_share(log::Act& act, const SharePlace& place, const AbleCustodian& to, const TeamId& team, const Key32& share,
                const Key32& seed) {
  const auto keys = crypto::decode_public_keys(to.public_keys);
  if (!keys) fail_bug("a member's stored public keys do not decode");
  const auto digest = digest_of(place, share);
  const auto signature = crypto::sign(seed, kLabel, signed_message(place, to.public_keys, digest));
  act.run(
      "INSERT INTO custodian_share (owner, kind, key_version, custodian, team, set_version, point, digest, sealed, "
      "signature, made_at) VALUES ($owner, $kind, $version, $custodian, $team, $set, $point, $digest, $sealed, "
      "$signature, $now)",
      {{"owner", place.key.owner},
       {"kind", place.key.kind},
       {"version", place.key.version},
       {"custodian", to.member},
       {"team", team},
       {"set", place.set_version},
       {"point", place.point},
       {"digest", digest},
       {"sealed", crypto::box_seal(keys->box, 1, share.expose(), view_of(place.text()), act.random())},
       {"signature", ByteView{signature}},
       {"now", act.now()}});
}

// Two approvals given for two splits would open nothing.
void void_approvals(log::Act& act, const SplitKey& key) {
  const auto whose = key.kind == kMemberKey ? "member" : "team";
  const auto rows =
      act.query(fmt::format("SELECT id FROM custody_request WHERE kind = $kind AND {} = $owner AND approvals > 0 "
                            "AND state IN ('open', 'approved')",
                            whose),
                {{"kind", key.kind}, {"owner", key.owner}});
  for (const auto& row : rows) {
    const storage::Params of{{"id", row.text("id")}};
    act.run("DELETE FROM custody_part WHERE request = $id", of);
    act.run("DELETE FROM custody_approval WHERE request = $id", of);
    act.run("UPDATE custody_request SET state = 'open', approvals = 0 WHERE id = $id", of);
  }
}

// She holds none of her own key.
std::vector<AbleCustodian> others_than(std::vector<AbleCustodian> custodians, const MemberId& member) {
  std::erase_if(custodians, [&](const AbleCustodian& custodian) { return custodian.member == member; });
  return custodians;
}

bool is_split(storage::Reader& reader, const CustodianSet& set, const std::vector<AbleCustodian>& custodians,
              const SplitKey& key) {
  return std::all_of(custodians.begin(), custodians.end(), [&](const AbleCustodian& custodian) {
    return reader
        .query_one(
            "SELECT 1 AS held FROM custodian_share WHERE owner = $owner AND kind = $kind AND key_version = $version "
            "AND custodian = $custodian AND set_version = $set",
            {{"owner", key.owner},
             {"kind", key.kind},
             {"version", key.version},
             {"custodian", custodian.member},
             {"set", set.version}})
        .has_value();
  });
}

// Shares of her key in the hands of a team that she no longer belongs to.
void drop_foreign_shares(log::Act& act, const Session& session) {
  act.run("DELETE FROM custodian_share WHERE owner = $owner AND team <> $team",
          {{"owner", session.member}, {"team", session.team}});
}

class Splitter {
 public:
  Splitter(log::Act& act, const Permit& permit, CustodianSet set, bool anew)
      : act_{act}, permit_{permit}, set_{std::move(set)}, anew_{anew} {
    able_ = able_custodians(act.writer(), permit.session().instance_key, set_);
  }
  void split_own_key() {
    const auto& session = permit_.session();
    const auto custodians = others_than(able_, session.member);
    const SplitKey key{session.member.text(), std::string{kMemberKey}, kMemberKeyVersion};
    if (is_due(custodians, key)) split_anew(act_, set_, custodians, key, session.member_seed);
  }
  void split_team_keys() {
    const auto& session = permit_.session();
    const auto rows = act_.query(
        "SELECT kind, version FROM team_key_seal WHERE team = $team AND member = $member ORDER BY kind, version",
        {{"team", session.team}, {"member", session.member}});
    for (const auto& row : rows) {
      const SplitKey key{session.team.text(), row.text("kind"), static_cast<std::uint32_t>(row.integer("version"))};
      const auto kind = parse_compartment(key.kind);
      if (!kind || !is_due(able_, key)) continue;
      const auto opened = open_team_key(act_, permit_, *kind, key.version);
      if (opened) split_anew(act_, set_, able_, key, opened->seed);
    }
  }

 private:
  bool is_due(const std::vector<AbleCustodian>& custodians, const SplitKey& key) {
    return custodians.size() >= kNeeded && (anew_ || !is_split(act_.writer(), set_, custodians, key));
  }

  log::Act& act_;
  const Permit& permit_;
  CustodianSet set_;
  bool anew_;
  std::vector<AbleCustodian> able_;
};

void split_all(log::Act& act, const Permit& permit, bool anew) {
  drop_foreign_shares(act, permit.session());
  auto set = find_custodian_set(act.writer(), permit.session().team, kInForce);
  if (!set) return;
  Splitter splitter{act, permit, *std::move(set), anew};
  splitter.split_own_key();
  splitter.split_team_keys();
}

std::optional<crypto::KeyShare> open_share(const storage::Row& row, const SharePlace& place, const Session& session,
                                           const crypto::PublicKeys& owner) {
  auto value = crypto::box_open_key(session.member_seed, row.blob("sealed"), view_of(place.text()));
  if (!value || digest_of(place, *value) != row.blob("digest")) return std::nullopt;
  const auto custodian_keys = crypto::encode(crypto::public_keys(session.member_seed));
  const auto message = signed_message(place, custodian_keys, row.blob("digest"));
  if (!crypto::verify(owner.sign, kLabel, message, row.blob("signature"))) return std::nullopt;
  return crypto::KeyShare{place.point, *value};
}

}  // namespace

void complete_shares(log::Act& act, const Permit& permit) {
  split_all(act, permit, false);
}

void remake_shares(log::Act& act, const Permit& permit) {
  split_all(act, permit, true);
}

void end_shares_of(log::Act& act, const MemberId& member) {
  act.run("DELETE FROM custodian_share WHERE custodian = $member OR owner = $member", {{"member", member}});
  // What was asked for her was asked for the key and the team that she had.
  const auto rows = act.query(fmt::format("SELECT {} FROM custody_request WHERE member = $member AND state IN "
                                          "('waiting', 'open', 'approved')",
                                          kCustodyColumns),
                              {{"member", member}});
  for (const auto& row : rows) end_custody(act, custody_from_row(row), CustodyState::cancelled);
}

void split_anew(log::Act& act, const CustodianSet& set, const std::vector<AbleCustodian>& custodians,
                const SplitKey& key, const Key32& seed) {
  act.run("DELETE FROM custodian_share WHERE owner = $owner AND kind = $kind AND key_version = $version",
          {{"owner", key.owner}, {"kind", key.kind}, {"version", key.version}});
  void_approvals(act, key);
  const auto shares = crypto::split_key(seed, act.random());
  for (const auto& custodian : custodians) {
    const SharePlace place{key, set.version, custodian.member, custodian.point};
    give_share(act, place, custodian, set.team, shares.at(custodian.point - 1U).value, seed);
  }
  act.note(fmt::format("split.{}.{}", key.kind, key.version), std::to_string(custodians.size()));
}

std::vector<HeldShare> open_shares(log::Act& act, const Session& session, const std::string& owner,
                                   std::string_view kind, const PublicKeyOf& public_key_of) {
  std::vector<HeldShare> out;
  const auto rows = act.query(
      "SELECT key_version, set_version, point, digest, sealed, signature FROM custodian_share "
      "WHERE owner = $owner AND kind = $kind AND custodian = $custodian ORDER BY key_version",
      {{"owner", owner}, {"kind", kind}, {"custodian", session.member}});
  for (const auto& row : rows) {
    const SplitKey key{owner, std::string{kind}, static_cast<std::uint32_t>(row.integer("key_version"))};
    const SharePlace place{key, row.integer("set_version"), session.member,
                           static_cast<std::uint8_t>(row.integer("point"))};
    const auto owner_keys = public_key_of(key.version);
    const auto share = owner_keys ? open_share(row, place, session, *owner_keys) : std::nullopt;
    if (share) out.push_back({key.version, *share});
  }
  return out;
}

std::size_t count_holders(storage::Reader& reader, const std::vector<AbleCustodian>& custodians,
                          const std::string& owner, std::string_view kind) {
  return static_cast<
      std::size_t>(std::count_if(custodians.begin(), custodians.end(), [&](const AbleCustodian& custodian) {
    return reader
        .query_one(
            "SELECT 1 AS held FROM custodian_share WHERE owner = $owner AND kind = $kind AND custodian = $custodian "
            "LIMIT 1",
            {{"owner", owner}, {"kind", kind}, {"custodian", custodian.member}})
        .has_value();
  }));
}

}  // namespace nrm::access
