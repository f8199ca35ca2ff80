#include <algorithm>

#include "acting.hpp"

namespace nrm::reconciliation {
namespace {

// What the first of them signed is what the other one signs.
void freeze(log::Act& act, const Row& row, const std::string& protocol, const std::string& hash) {
  act.run(
      "UPDATE reconciliation_version SET protocol = $protocol, protocol_hash = $hash WHERE reconciliation = $id AND "
      "version = $version AND protocol IS NULL",
      {{"id", row.id}, {"version", row.version}, {"protocol", protocol}, {"hash", hash}});
}

void write_signature(log::Act& act, const access::Session& session, const Row& row, Side side,
                     const std::string& hash) {
  act.run(
      "INSERT INTO protocol_signature (reconciliation, version, side, member, team, at, hash) VALUES ($id, $version, "
      "$side, $member, $team, $now, $hash)",
      {{"id", row.id},
       {"version", row.version},
       {"side", name_of(side)},
       {"member", session.member},
       {"team", session.team},
       {"now", act.now()},
       {"hash", hash}});
  act.note("version", std::to_string(row.version));
  act.note("protocol", hash);
}

}  // namespace

Result<void> sign(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                  const std::string& hash) {
  return as_side<void>(desk, session, "reconciliation.sign", id,
                       [&](log::Act& act, const Row& row, Side side) -> Result<void> {
                         const auto done = signed_by(act.writer(), id, row.version);
                         if (std::ranges::find(done, side) != done.end()) return fail(problems::kSigned);
                         const auto state = state_of(act.writer(), id, row.version);
                         if (state == State::collecting || state == State::comparing) return fail(problems::kNotReady);
                         const auto known = hash_of(read_ledger(act.writer(), desk, row));
                         if (done.empty() && known != read_version(act.writer(), id, row.version).ledger_hash)
                           return fail(problems::kMoved);
                         const auto protocol = protocol_of(act.writer(), desk, row, row.version);
                         if (hash != hash_of_protocol(protocol)) return fail(problems::kMoved);
                         freeze(act, row, protocol, hash);
                         write_signature(act, session, row, side, hash);
                         return {};
                       });
}

}  // namespace nrm::reconciliation
