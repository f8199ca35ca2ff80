#include "nrm/log/publication.hpp"
#include "nrm/log/verification.hpp"
#include "stored_leaf.hpp"

namespace nrm::log {

namespace {

constexpr int kPage = 1000;  // what is held in memory at once

void write(std::ostream& out, const ExportLine& line) {
  out << to_text(line) << '\n';
}

void export_header(storage::Reader& reader, std::ostream& out) {
  const auto row = reader.query_one("SELECT origin, verifier_key FROM log_identity");
  if (row) write(out, ExportHeader{row->text("origin"), row->text("verifier_key")});
}

std::uint64_t export_leaves(storage::Reader& reader, std::ostream& out) {
  const auto sql =
      fmt::format("SELECT {} FROM log_leaf WHERE sequence > $after ORDER BY sequence LIMIT {}", kLeafColumns, kPage);
  std::int64_t after = -1;
  std::uint64_t count = 0;
  for (;;) {
    const auto rows = reader.query(sql, {{"after", after}});
    for (const auto& row : rows) {
      ExportLeaf line{to_leaf(row), {}};
      if (!row.is_null("sealed_detail")) line.sealed_detail = row.blob("sealed_detail");
      write(out, line);
      after = row.integer("sequence");
    }
    count += rows.size();
    if (rows.size() < kPage) return count;
  }
}

std::uint64_t export_checkpoints(storage::Reader& reader, std::ostream& out) {
  const auto rows = reader.query("SELECT number, size, note FROM log_checkpoint ORDER BY number");
  for (const auto& row : rows) {
    write(out, ExportCheckpoint{static_cast<std::uint64_t>(row.integer("number")),
                                static_cast<std::uint64_t>(row.integer("size")), row.text("note")});
  }
  return rows.size();
}

void export_witnesses(storage::Reader& reader, std::ostream& out) {
  for (const auto& row : reader.query("SELECT verifier_key FROM log_witness ORDER BY name")) {
    write(out, ExportWitness{row.text("verifier_key")});
  }
  for (const auto& row : reader.query("SELECT size, line FROM log_cosignature ORDER BY size, witness")) {
    write(out, ExportCosignature{static_cast<std::uint64_t>(row.integer("size")), row.text("line")});
  }
}

}  // namespace

void export_log(storage::Reader& reader, std::ostream& out) {
  export_header(reader, out);
  const auto leaves = export_leaves(reader, out);
  const auto checkpoints = export_checkpoints(reader, out);
  export_witnesses(reader, out);
  write(out, ExportEnd{leaves, checkpoints});
}

}  // namespace nrm::log
