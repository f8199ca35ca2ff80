#include <fmt/format.h>

#include "key_reactions.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/access/rotation.hpp"
#include "nrm/casefile/rewrap.hpp"
#include "seals.hpp"
#include "share_log_key.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kOld =
    "FROM key_seal k WHERE k.holder = $team AND k.compartment = $kind AND k.holder_key_version < $newest AND "
    "k.holder_kind IN ('team', 'parcel-receiver') AND NOT EXISTS (SELECT 1 FROM seal_unopened u WHERE u.seal = k.id)";

std::int64_t count_old(storage::Reader& reader, const TeamId& team, access::Compartment kind, std::uint32_t newest) {
  return reader
      .query("SELECT COUNT(*) AS waiting " + std::string{kOld},
             {{"team", team}, {"kind", access::name_of(kind)}, {"newest", newest}})
      .at(0)
      .integer("waiting");
}

SealPlace place_of(const storage::Row& row, access::Compartment kind) {
  return {row.text("subject_kind"), row.text("subject"), kind, static_cast<std::uint32_t>(row.integer("key_version"))};
}

void leave_unopened(log::Act& act, const SealId& id) {
  act.run("INSERT INTO seal_unopened (seal, found_at) VALUES ($id, $now) ON CONFLICT (seal) DO NOTHING",
          {{"id", id}, {"now", act.now()}});
  act.note("unopened:" + id.text(), "1");
}

// One kind's share of a batch. Stops at a version that this member was never given: a colleague has it.
Result<std::size_t> rewrap_kind(log::Act& act, const access::Permit& permit, const access::TeamKey& newest,
                                access::Compartment kind, std::size_t limit, Rewrapped& out) {
  const auto rows = act.query("SELECT k.* " + std::string{kOld} + " ORDER BY k.id LIMIT $limit",
                              {{"team", permit.session().team},
                               {"kind", access::name_of(kind)},
                               {"newest", newest.version},
                               {"limit", static_cast<std::int64_t>(limit)}});
  for (const auto& stored : rows) {
    const auto id = stored.id<SealId>("id");
    const auto row = row_of(stored, place_of(stored, kind));
    const auto key = open_row(act, permit, row, stored.blob("signature"));
    if (!key && key.error().type == access::problems::kKeysAwaited) return rows.size();
    if (!key) {
      leave_unopened(act, id);
      ++out.unopened;
    } else if (wrap_anew(act, id, row, *key, newest)) {
      ++out.moved;
    }
  }
  return rows.size();
}

}  // namespace

Result<Rewrapped> rewrap_seals(log::Act& act, const access::Permit& permit, std::size_t limit) {
  Rewrapped out;
  const auto team = permit.session().team;
  for (const auto kind : access::compartments_of(permit.session().roles)) {
    const auto newest = access::open_team_key(act, permit, kind);
    if (!newest) continue;
    const auto left = limit - static_cast<std::size_t>(out.moved + out.unopened);
    if (left > 0)
      if (const auto done = rewrap_kind(act, permit, *newest, kind, left, out); !done)
        return tl::unexpected(done.error());
    const auto waiting = count_old(act.writer(), team, kind, newest->version);
    if (waiting == 0) access::drop_retired_versions(act, team, kind);
    out.remaining += waiting;
  }
  const auto left = limit - std::min(limit, static_cast<std::size_t>(out.moved + out.unopened));
  out.moved += static_cast<std::int64_t>(share_log_keys(act, permit, left));
  out.remaining += log_keys_to_share(act.writer(), team);
  access::close_done_key_tasks(act, team);
  act.note("moved", std::to_string(out.moved));
  act.note("remaining", std::to_string(out.remaining));
  return out;
}

std::int64_t seals_to_rewrap(storage::Reader& reader, const TeamId& team) {
  std::int64_t out = 0;
  for (const auto kind : access::unfinished_kinds(reader, team))
    if (const auto newest = access::team_public_key(reader, team, kind))
      out += count_old(reader, team, kind, newest->version);
  return out + log_keys_to_share(reader, team);
}

// A team that has nothing wrapped under the old version is done at once.
void finish_empty_rotations(log::Act& act, std::string_view object) {
  const auto team = TeamId::parse(object);
  if (!team) fail_bug("a rotation names a team");
  for (const auto kind : access::unfinished_kinds(act.writer(), *team)) {
    const auto newest = access::team_public_key(act.writer(), *team, kind);
    if (newest && count_old(act.writer(), *team, kind, newest->version) == 0)
      access::drop_retired_versions(act, *team, kind);
  }
}

}  // namespace nrm::casefile
