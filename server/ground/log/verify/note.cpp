#include "nrm/log/note.hpp"

#include <charconv>

namespace nrm::log {

namespace {

constexpr std::size_t kMaxNote = 16 * 1024;  // a log and some thirty witnesses need 5 KiB
constexpr std::size_t kMaxSignatures = 32;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // an em dash and a space begin a signature line

std::string body_of(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\nnumber {}\ntime {}\n", checkpoint.origin, checkpoint.size, to_base64(checkpoint.root),
                     checkpoint.number, checkpoint.time);
}

// Takes one line off the front; nothing where none ends.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && stop == text.data() + text.size();
}

template <class Number>
bool read_extension(std::string_view& rest, std::string_view name, Number& out) {
  const auto line = take_line(rest);
  return line && line->starts_with(name) && read_number(line->substr(name.size()), out);
}

std::optional<Checkpoint> parse_body(std::string_view body) {
  auto rest = body;
  Checkpoint out;
  const auto origin = take_line(rest);
  const auto size = take_line(rest);
  const auto root = take_line(rest);
  if (!origin || !size || !root || !is_key_name(*origin) || !read_number(*size, out.size)) return std::nullopt;
  const auto hash = from_base64(*root);
  if (!hash || hash->size() != out.root.size()) return std::nullopt;
  out.origin = *origin;
  std::copy(hash->begin(), hash->end(), out.root.begin());
  if (!read_extension(rest, "number ", out.number) || !read_extension(rest, "time ", out.time)) return std::nullopt;
  // One checkpoint has one spelling: no leading zero, no further line.
  if (body_of(out) != body) return std::nullopt;
  return out;
}

Bytes cosigned_message(const Note& note, std::int64_t unix_seconds) {
  return bytes_of(fmt::format("cosignature/v1\ntime {}\n{}", unix_seconds, note.body));
}

}  // namespace

std::string NoteSignature::line() const {
  Bytes bytes{key_id.begin(), key_id.end()};
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return fmt::format("{}{} {}", kDash, name, to_base64(bytes));
}

std::optional<NoteSignature> NoteSignature::parse(std::string_view line) {
  if (!line.starts_with(kDash)) return std::nullopt;
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) return std::nullopt;
  const auto bytes = from_base64(line.substr(space + 1));
  // 4 bytes of key id; 64 of a signature, or 8 of a time before them.
  if (!bytes || (bytes->size() != 68 && bytes->size() != 76)) return std::nullopt;
  NoteSignature out{std::string{line.substr(0, space)}, {}, {bytes->begin() + 4, bytes->end()}};
  std::copy_n(bytes->begin(), 4, out.key_id.begin());
  return out;
}

std::string Note::text() const {
  auto out = body + "\n";
  for (const auto& signature : signatures) out += signature.line() + "\n";
  return out;
}

std::optional<Note> Note::parse(std::string_view text) {
  if (text.size() > kMaxNote) return std::nullopt;
  const auto blank = text.find("\n\n");
  if (blank == std::string_view::npos) return std::nullopt;
  Note out;
  out.body = text.substr(0, blank + 1);
  const auto checkpoint = parse_body(out.body);
  if (!checkpoint) return std::nullopt;
  out.checkpoint = *checkpoint;
  auto rest = text.substr(blank + 2);
  while (!rest.empty()) {
    const auto line = take_line(rest);
    const auto signature = line ? NoteSignature::parse(*line) : std::nullopt;
    if (!signature || out.signatures.size() == kMaxSignatures) return std::nullopt;
    out.signatures.push_back(*signature);
  }
  if (out.signatures.empty() || out.text() != text) return std::nullopt;
  return out;
}

Note sign_checkpoint(const Checkpoint& checkpoint, const Key32& seed) {
  Note out{body_of(checkpoint), checkpoint, {}};
  const VerifierKey key{checkpoint.origin, KeyType::note, crypto::public_keys(seed).sign};
  const auto signature = crypto::sign_raw(seed, view_of(out.body));
  out.signatures.push_back({key.name, key.id(), {signature.begin(), signature.end()}});
  return out;
}

bool is_signed_by(const Note& note, const VerifierKey& log_key) {
  if (log_key.type != KeyType::note) return false;
  for (const auto& signature : note.signatures) {
    if (signature.name != log_key.name || signature.key_id != log_key.id()) continue;
    return crypto::verify_raw(log_key.key, view_of(note.body), signature.signature);
  }
  return false;
}

NoteSignature cosign(const Note& note, const std::string& witness, const Key32& seed, std::int64_t unix_seconds) {
  const VerifierKey key{witness, KeyType::cosignature, crypto::public_keys(seed).sign};
  const auto signature = crypto::sign_raw(seed, cosigned_message(note, unix_seconds));
  Bytes bytes;
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(unix_seconds) >> shift & 255U));
  }
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return {witness, key.id(), bytes};
}

std::optional<std::int64_t> verify_cosignature(const Note& note, const NoteSignature& cosignature,
                                               const VerifierKey& witness_key) {
  if (witness_key.type != KeyType::cosignature || cosignature.name != witness_key.name ||
      cosignature.key_id != witness_key.id() || cosignature.signature.size() != 72) {
    return std::nullopt;
  }
  std::uint64_t seconds = 0;
  for (const auto byte : ByteView{cosignature.signature}.first(8)) seconds = seconds << 8U | byte;
  const auto time = static_cast<std::int64_t>(seconds);
  const auto signature = ByteView{cosignature.signature}.subspan(8);
  if (!crypto::verify_raw(witness_key.key, cosigned_message(note, time), signature)) return std::nullopt;
  return time;
}

}  // namespace nrm::log
