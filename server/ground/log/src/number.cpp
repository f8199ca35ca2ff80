#include "nrm/log/leaf.hpp"
#include "nrm/log/sequencer.hpp"
#include "stored_leaf.hpp"
#include "stored_tree.hpp"

namespace nrm::log {

namespace {

constexpr int kBatch = 1000;  // keeps the writer for some tens of milliseconds

void store_node(storage::Writer& writer, unsigned level, std::uint64_t place, const Digest& hash) {
  writer.run("INSERT INTO log_node (level, place, hash) VALUES ($level, $place, $hash)",
             {{"level", level}, {"place", place}, {"hash", ByteView{hash}}});
}

void number_leaf(storage::Writer& writer, const storage::Row& row, Frontier& frontier) {
  auto leaf = to_leaf(row);
  leaf.sequence = frontier.size();
  writer.run("UPDATE log_leaf SET sequence = $sequence, waiting_since = NULL WHERE leaf_id = $leaf",
             {{"sequence", leaf.sequence}, {"leaf", row.text("leaf_id")}});
  frontier.append(leaf_hash(leaf), [&](unsigned level, std::uint64_t place, const Digest& hash) {
    store_node(writer, level, place, hash);
  });
}

// Nothing is signed over a tree that no longer gives its last checkpoint.
Frontier load_frontier(storage::Reader& reader, const std::optional<Note>& last) {
  if (!last) return {};
  Frontier out{last->checkpoint.size, stored_nodes(reader)};
  if (out.root() != last->checkpoint.root) {
    throw storage::DatabaseError{"the log's stored tree does not give its last checkpoint; nothing more is signed"};
  }
  return out;
}

}  // namespace

std::size_t Sequencer::number_batch() {
  std::size_t numbered = 0;
  journal_.database().write(permit(), [&](storage::Writer& writer) {
    numbered = 0;
    if (!take_lease(writer)) return false;
    const auto rows =
        writer.query(fmt::format("SELECT {} FROM log_leaf WHERE sequence IS NULL"
                                 " ORDER BY waiting_since, leaf_id LIMIT {}",
                                 kLeafColumns, kBatch));
    if (rows.empty()) return true;
    const auto last = newest_checkpoint(writer);
    auto frontier = load_frontier(writer, last);
    for (const auto& row : rows) number_leaf(writer, row, frontier);
    const auto seconds = journal_.clock().now().unix_us() / 1'000'000;
    const auto note = sign_checkpoint(
        {options_.origin, frontier.size(), frontier.root(), last ? last->checkpoint.number + 1 : 0, seconds},
        options_.signing_seed);
    writer.run("INSERT INTO log_checkpoint (number, size, note) VALUES ($number, $size, $note)",
               {{"number", note.checkpoint.number}, {"size", note.checkpoint.size}, {"note", note.text()}});
    numbered = rows.size();
    return true;
  });
  return numbered;
}

}  // namespace nrm::log
