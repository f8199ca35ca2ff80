#include "nrm/log/publication.hpp"
#include "stored_tree.hpp"

namespace nrm::log {

namespace {

Note with_cosignatures(storage::Reader& reader, const storage::Row& row) {
  auto note = Note::parse(row.text("note"));
  if (!note) throw storage::DatabaseError{"a stored checkpoint cannot be read"};
  for (const auto& signature : reader.query("SELECT line FROM log_cosignature WHERE size = $size ORDER BY witness",
                                            {{"size", note->checkpoint.size}})) {
    if (auto parsed = NoteSignature::parse(signature.text("line"))) note->signatures.push_back(std::move(*parsed));
  }
  return *note;
}

std::vector<WitnessStatus> witness_statuses(storage::Reader& reader) {
  std::vector<WitnessStatus> out;
  for (const auto& row : reader.query("SELECT name FROM log_witness ORDER BY name")) {
    WitnessStatus one{row.text("name"), 0, {}};
    const auto newest = reader.query_one(
        "SELECT size, received_at FROM log_cosignature WHERE witness = $name"
        " ORDER BY size DESC LIMIT 1",
        {{"name", one.name}});
    if (newest) {
      one.size = static_cast<std::uint64_t>(newest->integer("size"));
      one.at = newest->time("received_at");
    }
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::optional<Note> latest_checkpoint(storage::Reader& reader) {
  const auto row = reader.query_one("SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1");
  return row ? std::optional{with_cosignatures(reader, *row)} : std::nullopt;
}

std::optional<Note> checkpoint_of_size(storage::Reader& reader, std::uint64_t size) {
  const auto row = reader.query_one("SELECT note FROM log_checkpoint WHERE size = $size", {{"size", size}});
  return row ? std::optional{with_cosignatures(reader, *row)} : std::nullopt;
}

std::vector<Note> checkpoints_after(storage::Reader& reader, std::optional<std::uint64_t> number) {
  const auto after = number ? static_cast<std::int64_t>(*number) : -1;
  std::vector<Note> out;
  for (const auto& row : reader.query("SELECT note FROM log_checkpoint WHERE number > $after ORDER BY number LIMIT 50",
                                      {{"after", after}})) {
    out.push_back(with_cosignatures(reader, row));
  }
  return out;
}

LogStatus status(storage::Reader& reader) {
  LogStatus out;
  if (const auto row = reader.query_one("SELECT verifier_key FROM log_identity")) out.key = row->text("verifier_key");
  if (const auto note = newest_checkpoint(reader)) {
    out.size = note->checkpoint.size;
    out.checkpoint_at = UtcTime::from_unix_us(note->checkpoint.time * 1'000'000);
  }
  const auto waiting = reader.query_one("SELECT COUNT(*) AS waiting FROM log_leaf WHERE sequence IS NULL");
  out.unnumbered = static_cast<std::uint64_t>(waiting->integer("waiting"));
  out.witnesses = witness_statuses(reader);
  return out;
}

}  // namespace nrm::log
