#include "nrm/log/publication.hpp"

namespace nrm::log {

namespace {

std::optional<VerifierKey> witness_key(storage::Reader& reader, const std::string& name) {
  const auto row = reader.query_one("SELECT verifier_key FROM log_witness WHERE name = $name", {{"name", name}});
  return row ? VerifierKey::parse(row->text("verifier_key")) : std::nullopt;
}

// Checked against our own rows: a witness that was shown another history must not be filed as one of ours.
Result<Note> check(storage::Reader& reader, std::string_view checkpoint_note, const NoteSignature& cosignature) {
  const auto key = witness_key(reader, cosignature.name);
  if (!key) return fail(problems::kUnknownWitness);
  const auto shown = Note::parse(checkpoint_note);
  if (!shown || !verify_cosignature(*shown, cosignature, *key)) return fail(problems::kBadCosignature);
  const auto own = checkpoint_of_size(reader, shown->checkpoint.size);
  if (!own || own->body != shown->body) return fail(problems::kForeignCheckpoint);
  return *own;
}

}  // namespace

Result<void> add_witness(Act& act, const VerifierKey& key) {
  if (key.type != KeyType::cosignature) return fail(problems::kBadCosignature);
  if (witness_key(act.writer(), key.name)) return fail(nrm::problems::kConflict);
  act.run("INSERT INTO log_witness (name, verifier_key, added_at) VALUES ($name, $key, $now)",
          {{"name", key.name}, {"key", key.text()}, {"now", act.now()}});
  act.note("witness", key.text());
  return {};
}

Result<void> accept_cosignature(Journal& journal, std::string_view checkpoint_note, std::string_view cosignature_line) {
  const auto cosignature = NoteSignature::parse(cosignature_line);
  if (!cosignature) return fail(problems::kBadCosignature);
  const auto note =
      journal.database().reading([&](storage::Reader& reader) { return check(reader, checkpoint_note, *cosignature); });
  if (!note) return Failure{note.error()};
  // No leaf: what a witness says of the log is not an act within it.
  storage::Upkeep{journal.database(), {"log_cosignature"}}.write([&](storage::Writer& writer) {
    writer.run(
        "INSERT INTO log_cosignature (size, witness, line, received_at) VALUES ($size, $witness, $line, $now)"
        " ON CONFLICT (size, witness) DO UPDATE SET line = $line, received_at = $now",
        {{"size", note->checkpoint.size},
         {"witness", cosignature->name},
         {"line", cosignature->line()},
         {"now", journal.clock().now()}});
    return true;
  });
  return {};
}

}  // namespace nrm::log
