#include <algorithm>

#include "store.hpp"

namespace nrm::reconciliation {
namespace {

std::int64_t count(storage::Reader& reader, const char* sql, const ReconciliationId& id, std::int64_t version) {
  return reader.query_one(sql, {{"id", id}, {"version", version}})->integer("n");
}

std::int64_t count_declarations(storage::Reader& reader, const ReconciliationId& id, std::int64_t version) {
  return count(reader, "SELECT COUNT(*) AS n FROM declaration WHERE reconciliation = $id AND version = $version", id,
               version);
}

std::int64_t count_unsettled(storage::Reader& reader, const ReconciliationId& id, std::int64_t version) {
  return count(reader,
               "SELECT COUNT(*) AS n FROM reconciliation_line WHERE reconciliation = $id AND version = $version AND "
               "state IN ('open', 'answered')",
               id, version);
}

void wait_for(Waiting& waiting, Side side) {
  (side == Side::sender ? waiting.sender : waiting.receiver) = true;
}

bool has_declared(storage::Reader& reader, const ReconciliationId& id, std::int64_t version, Side side) {
  return reader
      .query_one("SELECT kind FROM declaration WHERE reconciliation = $id AND version = $version AND side = $side",
                 {{"id", id}, {"version", version}, {"side", name_of(side)}})
      .has_value();
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::collecting:
      return "collecting";
    case State::comparing:
      return "comparing";
    case State::ready:
      return "ready";
    case State::signed_once:
      return "signed-once";
    case State::signed_by_both:
      break;
  }
  return "signed";
}

State state_of(storage::Reader& reader, const ReconciliationId& id, std::int64_t version) {
  const auto signatures = signed_by(reader, id, version).size();
  if (signatures == 2) return State::signed_by_both;
  if (signatures == 1) return State::signed_once;
  if (count_declarations(reader, id, version) == 0) return State::collecting;
  return count_unsettled(reader, id, version) == 0 ? State::ready : State::comparing;
}

Waiting waiting_for(storage::Reader& reader, const ReconciliationId& id, std::int64_t version) {
  Waiting out;
  const auto state = state_of(reader, id, version);
  if (state == State::signed_by_both) return out;
  if (state == State::ready || state == State::signed_once) {
    const auto done = signed_by(reader, id, version);
    for (const auto side : {Side::sender, Side::receiver})
      if (std::ranges::find(done, side) == done.end()) wait_for(out, side);
    return out;
  }
  for (const auto side : {Side::sender, Side::receiver})
    if (!has_declared(reader, id, version, side)) wait_for(out, side);
  for (const auto& row : reader.query(
           "SELECT explains, state FROM reconciliation_line WHERE reconciliation = $id AND version = $version AND "
           "state IN ('open', 'answered') GROUP BY explains, state",
           {{"id", id}, {"version", version}})) {
    const auto side = row.text("explains") == "sender" ? Side::sender : Side::receiver;
    wait_for(out, row.text("state") == "open" ? side : other(side));
  }
  return out;
}

}  // namespace nrm::reconciliation
