#include "backup_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

#include "private_file.hpp"

namespace nrm::app {
namespace {

constexpr std::string_view kMagic = "NRMBACKUP2\n";
constexpr std::string_view kFirstMagic = "NRMBACKUP1\n";  // without the time
constexpr std::size_t kPieceBytes = 1U << 20U;            // one piece is what a restore holds in memory
constexpr std::uint64_t kMaxField = 64ULL << 20U;         // far above the largest value; a torn length is found early
constexpr std::uint32_t kKeyVersion = 1;

enum Tag : std::uint8_t { kTable = 1, kRow = 2, kBlob = 3, kNull = 10, kInteger = 11, kText = 12, kBytes = 13 };

void append(Bytes& to, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>((number >> shift) & 255U));
}

Bytes place_of(BackupKind kind, std::uint64_t piece, bool last, std::optional<std::int64_t> created_s) {
  auto place = bytes_of("nrm.backup");
  place.push_back(static_cast<std::uint8_t>(kind));
  append(place, piece);
  place.push_back(last ? 1 : 0);
  if (created_s) append(place, static_cast<std::uint64_t>(*created_s));
  return place;
}

void sync_path(const std::filesystem::path& file, int flags) {
  const int handle = ::open(file.c_str(), flags | O_RDONLY | O_CLOEXEC);
  const bool synced = handle >= 0 && ::fsync(handle) == 0;
  if (handle >= 0) ::close(handle);
  if (!synced) throw std::runtime_error{"the disk did not take " + file.string()};
}

std::uint64_t read_time(std::istream& in) {
  std::uint64_t out = 0;
  for (int i = 0; i < 8; ++i) out = (out << 8U) | static_cast<std::uint64_t>(in.get() & 255);
  return out;
}

}  // namespace

BackupWriter::BackupWriter(const std::filesystem::path& file, BackupKind kind, const SecretText& passphrase,
                           UtcTime created, Random& random)
    : file_{file}, partial_{file}, kind_{kind}, created_s_{created.unix_us() / 1'000'000}, random_{random} {
  partial_ += ".partial";
  create_private_file(partial_);
  out_.open(partial_, std::ios::binary);
  if (!out_) throw std::runtime_error{"cannot write " + partial_.string()};
  const auto salt = crypto::random_salt(random);
  key_ = crypto::stretch(passphrase, salt).key_opener;
  out_ << kMagic << static_cast<char>(kind);
  Bytes time;
  append(time, static_cast<std::uint64_t>(created_s_));
  out_.write(reinterpret_cast<const char*>(time.data()), static_cast<std::streamsize>(time.size()));
  out_.write(reinterpret_cast<const char*>(salt.data()), static_cast<std::streamsize>(salt.size()));
}

BackupWriter::~BackupWriter() {
  std::error_code ignored;
  if (out_.is_open()) std::filesystem::remove(partial_, ignored);
}

void BackupWriter::begin_table(std::string_view name) {
  put(Bytes{kTable});
  put_text(name);
}

void BackupWriter::row(const storage::Row& row) {
  put(Bytes{kRow});
  put_number(row.columns().size());
  for (const auto& column : row.columns()) put_text(column);
  for (const auto& value : row.values()) put_value(value);
}

void BackupWriter::blob(std::string_view name, ByteView bytes) {
  put(Bytes{kBlob});
  put_text(name);
  put_number(bytes.size());
  put(bytes);
}

void BackupWriter::finish() {
  flush_piece(true);
  out_.flush();
  if (!out_) throw std::runtime_error{"cannot write all of " + file_.string()};
  out_.close();
  sync_path(partial_, 0);
  std::filesystem::rename(partial_, file_);
  sync_path(std::filesystem::absolute(file_).parent_path(), O_DIRECTORY);
}

void BackupWriter::put(ByteView bytes) {
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  while (buffer_.size() > kPieceBytes) flush_piece(false);
}

void BackupWriter::put_text(std::string_view text) {
  put_number(text.size());
  put(view_of(text));
}

void BackupWriter::put_number(std::uint64_t number) {
  Bytes bytes;
  append(bytes, number);
  put(bytes);
}

void BackupWriter::put_value(const storage::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    put(Bytes{kInteger});
    put_number(static_cast<std::uint64_t>(*number));
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    put(Bytes{kText});
    put_text(*text);
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    put(Bytes{kBytes});
    put_number(bytes->size());
    put(*bytes);
  } else {
    put(Bytes{kNull});
  }
}

void BackupWriter::flush_piece(bool last) {
  const auto size = last ? buffer_.size() : kPieceBytes;
  const auto sealed = crypto::seal(key_, kKeyVersion, ByteView{buffer_}.first(size),
                                   place_of(kind_, pieces_, last, created_s_), random_);
  const auto length = static_cast<std::uint32_t>(sealed.size());
  for (int shift = 24; shift >= 0; shift -= 8) out_.put(static_cast<char>((length >> shift) & 255U));
  out_.put(last ? 1 : 0);
  out_.write(reinterpret_cast<const char*>(sealed.data()), static_cast<std::streamsize>(sealed.size()));
  if (!out_) throw std::runtime_error{"cannot write all of " + file_.string()};
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(size));
  ++pieces_;
}

BackupReader::BackupReader(const std::filesystem::path& file, BackupKind kind, const SecretText& passphrase)
    : name_{file.string()}, in_{file, std::ios::binary}, kind_{kind} {
  std::string magic(kMagic.size(), '\0');
  in_.read(magic.data(), static_cast<std::streamsize>(magic.size()));
  const int found = in_.get();
  if (magic == kMagic) created_s_ = static_cast<std::int64_t>(read_time(in_));
  crypto::Salt salt{};
  in_.read(reinterpret_cast<char*>(salt.data()), static_cast<std::streamsize>(salt.size()));
  if (!in_ || (magic != kMagic && magic != kFirstMagic)) throw std::runtime_error{name_ + " is no backup of OpenNRM"};
  if (found != static_cast<int>(kind)) throw std::runtime_error{name_ + " is the other one of the two files"};
  key_ = crypto::stretch(passphrase, salt).key_opener;
}

std::optional<BackupRecord> BackupReader::next() {
  if (at_ == buffer_.size() && !load_piece()) return std::nullopt;
  if (at_ == buffer_.size()) return std::nullopt;
  BackupRecord record;
  const auto tag = take(1)[0];
  if (tag == kTable || tag == kBlob) {
    record.kind = tag == kTable ? BackupRecord::Kind::table : BackupRecord::Kind::blob;
    record.name = take_text();
    if (tag == kBlob) record.bytes = take(take_number());
    return record;
  }
  if (tag != kRow) throw std::runtime_error{name_ + " holds a record of an unknown kind"};
  record.kind = BackupRecord::Kind::row;
  const auto count = take_number();
  for (std::uint64_t i = 0; i < count; ++i) record.columns.push_back(take_text());
  for (std::uint64_t i = 0; i < count; ++i) record.values.push_back(take_value());
  return record;
}

std::optional<UtcTime> BackupReader::created() const {
  if (!created_s_) return std::nullopt;
  return UtcTime::from_unix_us(*created_s_ * 1'000'000);
}

void BackupReader::need(std::size_t count) {
  while (buffer_.size() - at_ < count)
    if (!load_piece()) throw std::runtime_error{name_ + " ends in the middle of a record"};
}

bool BackupReader::load_piece() {
  if (last_seen_) return false;
  std::uint32_t length = 0;
  for (int i = 0; i < 4; ++i) length = (length << 8U) | static_cast<std::uint32_t>(in_.get() & 255);
  const bool last = in_.get() == 1;
  if (!in_ || length > 2 * kPieceBytes) throw std::runtime_error{name_ + " is torn: its last piece is missing"};
  Bytes sealed(length);
  in_.read(reinterpret_cast<char*>(sealed.data()), static_cast<std::streamsize>(length));
  if (!in_) throw std::runtime_error{name_ + " is torn: its last piece is missing"};
  const auto piece = crypto::open(key_, sealed, place_of(kind_, pieces_, last, created_s_));
  if (!piece) throw std::runtime_error{pieces_ == 0 ? "wrong passphrase for " + name_ : name_ + " was changed"};
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
  at_ = 0;
  buffer_.insert(buffer_.end(), piece->begin(), piece->end());
  last_seen_ = last;
  ++pieces_;
  return true;
}

Bytes BackupReader::take(std::size_t count) {
  if (count > kMaxField) throw std::runtime_error{name_ + " holds a value over the limit"};
  need(count);
  const auto from = buffer_.begin() + static_cast<std::ptrdiff_t>(at_);
  at_ += count;
  return {from, from + static_cast<std::ptrdiff_t>(count)};
}

std::string BackupReader::take_text() {
  return text_of(take(take_number()));
}

std::uint64_t BackupReader::take_number() {
  std::uint64_t number = 0;
  for (const auto byte : take(8)) number = (number << 8U) | byte;
  return number;
}

storage::Value BackupReader::take_value() {
  switch (take(1)[0]) {
    case kNull:
      return {};
    case kInteger:
      return static_cast<std::int64_t>(take_number());
    case kText:
      return take_text();
    case kBytes:
      return take(take_number());
    default:
      throw std::runtime_error{name_ + " holds a value of an unknown kind"};
  }
}

}  // namespace nrm::app
