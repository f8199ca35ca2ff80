#include "nrm/access/alive.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/kernel/text.hpp"
#include "pieces.hpp"
#include "store.hpp"

namespace nrm::attachments {
namespace {

constexpr std::size_t kMinReason = 3;
constexpr std::size_t kMaxReason = 500;

Result<void> check_reason(std::string_view reason) {
  if (find_text_fault(reason, kMaxReason, true) || count_code_points(reason) < kMinReason)
    return fail(casefile::problems::kPurposeNeeded, {{"/reason", "too-short", {{"min", "3"}}}});
  return {};
}

// A seal that does not fit is told from a file that is not there: who reads has a right to both.
template <class T>
Result<T> or_broken(Result<T> read) {
  if (!read && read.error().type == nrm::problems::kNotFound) return fail(problems::kBroken);
  return read;
}

}  // namespace

struct Download::State {
  Desk desk;
  access::Session session;
  CaseId case_id;
  Listed listed;
  Key32 key = {};
  std::vector<std::string> hashes = {};
  std::uint32_t position = 0;

  Result<void> unseal(log::Act& act, const access::Permit& permit);
  std::optional<Bytes> sealed_piece() const;
};

Download::Download(std::unique_ptr<State> state) : state_{std::move(state)} {}
Download::~Download() = default;

Result<std::unique_ptr<Download>> Download::open(const Desk& desk, const access::Session& session,
                                                 const CaseId& case_id, const AttachmentId& id,
                                                 const std::string& purpose, const std::string& reason) {
  if (const auto checked = check_reason(reason); !checked) return tl::unexpected(checked.error());
  std::unique_ptr<State> state;
  const auto header = session.header("attachment.open", purpose, {case_id, session.organisation, id.text()}, reason);
  const auto opened =
      do_act<void>(desk.journal, session, header, [&](log::Act& act, const access::Permit& permit) -> Result<void> {
        auto listed = view(act, permit, case_id, id);
        if (!listed) return tl::unexpected(listed.error());
        if (listed->state == "receiving") return fail(nrm::problems::kNotFound);
        if (listed->state != "kept") return fail(problems::kBroken);
        // A file counts like any other opening of its case: capped, watched, told in the account for the person.
        if (const auto counted = casefile::count_opening(act, permit, case_id.text()); !counted)
          return tl::unexpected(counted.error());
        casefile::note_reader(act, session, {listed->compartment});
        state = std::make_unique<State>(State{desk, session, case_id, std::move(*listed)});
        return state->unseal(act, permit);
      });
  if (!opened) return tl::unexpected(opened.error());
  return std::make_unique<Download>(std::move(state));
}

// The label names the list of pieces: one that is missing, moved, added or from elsewhere is seen before any is opened.
Result<void> Download::State::unseal(log::Act& act, const access::Permit& permit) {
  const auto row = find_row(act.writer(), listed.id);
  const auto note = or_broken(casefile::read_note(act, permit, case_id, listed.compartment, label_field(listed.id)));
  if (!note) return tl::unexpected(note.error());
  const auto label = parse_label(note->reveal());
  const auto opened = or_broken(casefile::read_key(act, permit, case_id, listed.compartment, key_field(listed.id)));
  if (!opened) return tl::unexpected(opened.error());
  key = *opened;
  for (const auto& piece :
       act.query("SELECT hash FROM attachment_piece WHERE attachment_id = $id AND upload = $upload ORDER BY position",
                 {{"id", listed.id}, {"upload", row->upload}}))
    hashes.push_back(piece.text("hash"));
  const auto needed = (listed.size + kPieceBytes - 1) / kPieceBytes;
  if (!label || hashes.empty() || hashes.size() != needed || digest_of(hashes) != label->pieces_hash)
    return fail(problems::kBroken);
  act.note("compartment", std::string{access::name_of(listed.compartment)});
  return {};
}

const Listed& Download::label() const {
  return state_->listed;
}

Result<std::string> Download::next() {
  auto& self = *state_;
  if (self.position == self.hashes.size()) return std::string{};
  const auto sealed = self.sealed_piece();
  if (!sealed) return fail(nrm::problems::kNotFound);
  const bool last = self.position + 1 == self.hashes.size();
  if (hash_of(*sealed) != self.hashes[self.position]) return fail(problems::kBroken);
  auto plain =
      open_piece(self.key, {self.case_id, self.listed.compartment, self.listed.id, self.position, last}, *sealed);
  if (!plain) return fail(problems::kBroken);
  const auto size = std::min<std::uint64_t>(kPieceBytes, self.listed.size - std::uint64_t{self.position} * kPieceBytes);
  std::string out{reinterpret_cast<const char*>(plain->data()), static_cast<std::size_t>(size)};
  wipe(plain->data(), plain->size());
  ++self.position;
  return out;
}

std::optional<Bytes> Download::State::sealed_piece() const {
  return desk.journal.database().reading([&](storage::Reader& reader) -> std::optional<Bytes> {
    const auto now = desk.journal.clock().now();
    if (!access::is_alive(reader, session, now)) return std::nullopt;
    if (!may_touch(reader, session, case_id, listed.compartment, now)) return std::nullopt;
    if (!casefile::may_work_on(reader, session, case_id)) return std::nullopt;
    const auto row = reader.query_one(
        "SELECT p.ciphertext FROM attachment_piece p JOIN attachment a ON a.id = p.attachment_id AND "
        "a.upload = p.upload WHERE a.id = $id AND a.state = 'kept' AND p.position = $position",
        {{"id", listed.id}, {"position", std::int64_t{position}}});
    return row ? std::optional{row->blob("ciphertext")} : std::nullopt;
  });
}

}  // namespace nrm::attachments
