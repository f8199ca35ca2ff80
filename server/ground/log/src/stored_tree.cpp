#include "stored_tree.hpp"

namespace nrm::log {

Digest to_digest(const Bytes& stored) {
  Digest out{};
  // A row that somebody cut short gives a hash that fits nothing.
  std::copy_n(stored.begin(), std::min(stored.size(), out.size()), out.begin());
  return out;
}

NodeReader stored_nodes(storage::Reader& reader) {
  return [&reader](unsigned level, std::uint64_t place) {
    const auto row = reader.query_one("SELECT hash FROM log_node WHERE level = $level AND place = $place",
                                      {{"level", level}, {"place", place}});
    if (!row) throw storage::DatabaseError{"a node of the log's tree is missing"};
    return to_digest(row->blob("hash"));
  };
}

std::optional<Note> newest_checkpoint(storage::Reader& reader) {
  const auto row = reader.query_one("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1");
  if (!row) return std::nullopt;
  auto note = Note::parse(row->text("note"));
  if (!note) throw storage::DatabaseError{"the log's newest checkpoint cannot be read"};
  return note;
}

}  // namespace nrm::log
