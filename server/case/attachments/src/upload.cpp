#include "nrm/casefile/life.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/sealing.hpp"
#include "pieces.hpp"
#include "store.hpp"

namespace nrm::attachments {

// The pieces stand in an upkeep table, each written by itself, so that the single writer is never held for a whole
// file; nothing points to them until the finishing act. The key is only here until then: a crash leaves noise.
struct Upload::State {
  Desk desk;
  access::Session session;
  CaseId case_id;
  AttachmentId id;
  Compartment compartment = Compartment::casework;
  Label label = {};
  std::string upload = {};  // names this try
  Key32 key = {};
  std::unique_ptr<Scan> scan = {};
  std::string pending = {};  // the newest piece: whether it is the last is not known yet
  std::vector<std::string> hashes = {};
  std::uint64_t size = 0;

  State(Desk d, access::Session s, const CaseId& c, const AttachmentId& a)
      : desk{d}, session{std::move(s)}, case_id{c}, id{a} {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { wipe(pending.data(), pending.size()); }
  log::Header header(std::string action) const {
    return session.header(std::move(action), "", {case_id, session.organisation, id.text()});
  }
  Result<void> look(log::Act& act, const access::Permit& permit);
  Result<void> start(std::string_view first);
  Result<void> write_pending(bool last);
  Result<bool> stored(std::string_view hash, const Bytes& sealed);
  Result<std::string> scanned();
  Result<void> refuse();
  Result<void> keep(log::Act& act, const access::Permit& permit, const std::string& scan_state);
};

namespace {

bool is_receiving(storage::Reader& reader, const AttachmentId& id) {
  const auto row = find_row(reader, id);
  return row && row->state == "receiving";
}

std::vector<std::string> stored_hashes(log::Act& act, const AttachmentId& id, const std::string& upload) {
  std::vector<std::string> out;
  for (const auto& row :
       act.query("SELECT hash FROM attachment_piece WHERE attachment_id = $id AND upload = $upload ORDER BY position",
                 {{"id", id}, {"upload", upload}}))
    out.push_back(row.text("hash"));
  return out;
}

bool has_room(log::Act& act, const CaseId& case_id, std::size_t pieces) {
  const auto row = act.query_one(
      "SELECT CAST(COALESCE(SUM(pieces), 0) AS BIGINT) AS pieces FROM attachment WHERE case_id = $case_id AND "
      "state = 'kept'",
      {{"case_id", case_id}});
  const auto all = row->integer("pieces") + static_cast<std::int64_t>(pieces);
  return all * static_cast<std::int64_t>(kPieceBytes) <= kMaxBytesOfCase;
}

}  // namespace

Upload::Upload(std::unique_ptr<State> state) : state_{std::move(state)} {}
Upload::~Upload() = default;

Result<std::unique_ptr<Upload>> Upload::open(const Desk& desk, const access::Session& session, const CaseId& case_id,
                                             const AttachmentId& id) {
  auto state = std::make_unique<State>(desk, session, case_id, id);
  const auto decided =
      do_act<void>(desk.journal, session, state->header("attachment.receive"),
                   [&](log::Act& act, const access::Permit& permit) { return state->look(act, permit); });
  if (!decided) return tl::unexpected(decided.error());
  // What an earlier try left; one still under way will find its pieces gone.
  delete_pieces(desk.upkeep, id);
  return std::make_unique<Upload>(std::move(state));
}

Result<void> Upload::State::look(log::Act& act, const access::Permit& permit) {
  const auto row = own_row(act, permit, case_id, id);
  if (!row) return tl::unexpected(row.error());
  if (row->begun_by != session.member) return fail(nrm::problems::kNotFound);
  if (row->state == "kept") return fail(problems::kComplete);
  if (row->state != "receiving") return fail(nrm::problems::kNotFound);
  const auto note = casefile::read_note(act, permit, case_id, row->compartment, label_field(id));
  if (!note) return tl::unexpected(note.error());
  const auto parsed = parse_label(note->reveal());
  if (!parsed) return fail(problems::kBroken);
  compartment = row->compartment;
  label = *parsed;
  upload = nrm::to_text(make_uuid_v4(act.random()));
  key = crypto::random_key(act.random());
  clean_unfinished_at(act, id, act.now() + std::chrono::hours{2});
  return {};
}

Result<void> Upload::take(std::string_view piece) {
  auto& self = *state_;
  if (piece.empty() || piece.size() > kPieceBytes || (self.size > 0 && self.pending.size() != kPieceBytes))
    fail_bug("pieces are whole but for the last");
  self.size += piece.size();
  if (self.size > kMaxFileBytes) return fail(problems::kTooLarge);
  if (self.pending.empty()) {
    if (const auto started = self.start(piece); !started) return started;
  } else if (const auto written = self.write_pending(false); !written) {
    return written;
  }
  if (self.scan) self.scan->feed(piece);
  self.pending.assign(piece);
  return {};
}

Result<void> Upload::State::start(std::string_view first) {
  const auto type = desk.types.find(first, label.name.reveal());
  if (!type) return tl::unexpected(type.error());
  label.type = *type;
  if (desk.scanner != nullptr) scan = desk.scanner->begin();
  return {};
}

Result<void> Upload::State::write_pending(bool last) {
  const PiecePlace place{case_id, compartment, id, static_cast<std::uint32_t>(hashes.size()), last};
  const auto sealed = seal_piece(key, place, pending, desk.journal.random());
  auto hash = hash_of(sealed);
  const auto kept = stored(hash, sealed);
  if (!kept) return tl::unexpected(kept.error());
  if (!*kept) return fail(nrm::problems::kNotFound);
  hashes.push_back(std::move(hash));
  return {};
}

// False where the attachment went away meanwhile: erased, or given up.
Result<bool> Upload::State::stored(std::string_view hash, const Bytes& sealed) {
  try {
    return desk.upkeep.write([&](storage::Writer& writer) {
      if (!is_receiving(writer, id)) return false;
      writer.run(
          "INSERT INTO attachment_piece (attachment_id, upload, position, hash, ciphertext) VALUES ($id, $upload, "
          "$position, $hash, $ciphertext)",
          {{"id", id},
           {"upload", upload},
           {"position", static_cast<std::int64_t>(hashes.size())},
           {"hash", hash},
           {"ciphertext", sealed}});
      return true;
    });
  } catch (const storage::DiskFull&) {
    return fail(log::problems::kDiskFull, {}, {{"phone", "none"}});
  }
}

Result<void> Upload::finish() {
  auto& self = *state_;
  if (self.pending.empty()) return fail(problems::kEmpty);
  const auto scan_state = self.scanned();
  if (!scan_state) {
    abandon();
    return tl::unexpected(scan_state.error());
  }
  if (const auto written = self.write_pending(true); !written) return written;
  const auto kept =
      do_act<void>(self.desk.journal, self.session, self.header("attachment.finish"),
                   [&](log::Act& act, const access::Permit& permit) { return self.keep(act, permit, *scan_state); });
  if (!kept) abandon();
  return kept;
}

// The word for what the scanner said.
Result<std::string> Upload::State::scanned() {
  if (!scan) return std::string{"none"};
  const auto verdict = scan->end();
  if (verdict == Verdict::clean) return std::string{"clean"};
  if (verdict == Verdict::failed && !desk.scanner->required()) return std::string{"not-scanned"};
  if (verdict == Verdict::failed) return fail(problems::kNotScanned);
  if (const auto refused = refuse(); !refused) return tl::unexpected(refused.error());
  return fail(problems::kMalicious);
}

Result<void> Upload::State::refuse() {
  return do_act<void>(
      desk.journal, session, header("attachment.refuse"),
      [&](log::Act& act, const access::Permit& permit) -> Result<void> {
        const auto row = own_row(act, permit, case_id, id);
        if (!row) return tl::unexpected(row.error());
        cancel_cleaning(act, id);
        forget(act, *row);
        act.run("UPDATE attachment SET state = 'refused' WHERE id = $id AND state = 'receiving'", {{"id", id}});
        act.note("scan", "found");
        return {};
      });
}

Result<void> Upload::State::keep(log::Act& act, const access::Permit& permit, const std::string& scan_state) {
  const auto row = own_row(act, permit, case_id, id);
  if (!row) return tl::unexpected(row.error());
  if (row->state == "kept") return fail(problems::kComplete);
  if (auto why = casefile::why_read_only(act.writer(), case_id)) return tl::unexpected(std::move(*why));
  if (row->state != "receiving" || stored_hashes(act, id, upload) != hashes) return fail(nrm::problems::kConflict);
  if (!has_room(act, case_id, hashes.size())) return fail(problems::kCaseFull);
  auto finished = label;
  finished.size = size;
  finished.pieces_hash = digest_of(hashes);
  auto kept = casefile::keep_key(act, permit, case_id, compartment, key_field(id), key);
  if (kept)
    kept = casefile::keep_note(act, permit, case_id, compartment, label_field(id), attachments::to_text(finished));
  if (!kept) return kept;
  act.run(
      "UPDATE attachment SET state = 'kept', pieces = $pieces, upload = $upload, scan = $scan, kept_at = $now "
      "WHERE id = $id",
      {{"id", id},
       {"pieces", static_cast<std::int64_t>(hashes.size())},
       {"upload", upload},
       {"scan", scan_state},
       {"now", act.now()}});
  cancel_cleaning(act, id);
  act.note("compartment", std::string{access::name_of(compartment)});
  act.note("pieces", finished.pieces_hash);
  act.note("scan", scan_state);
  return {};
}

void Upload::abandon() {
  delete_pieces(state_->desk.upkeep, state_->id, state_->upload);
}

}  // namespace nrm::attachments
