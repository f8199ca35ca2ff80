#include "backup_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

#include "private_file.hpp"

namespace nrm::app {
namespace {

constexpr std::string_view kMagic = "NRMBACKUP1\n";
constexpr std::size_t kPieceBytes = 1U << 20U;     // one piece is what a restore holds in memory
constexpr std::uint64_t kMaxField = 64ULL << 20U;  // far above the largest value; a torn length is found early
constexpr std::uint32_t kKeyVersion = 1;

enum Tag : std::uint8_t { kTable = 1, kRow = 2, kBlob = 3, kNull = 10, kInteger = 11, kText = 12, kBytes = 13 };

Bytes place_of(BackupKind kind, std::uint64_t piece, bool last) {
  auto place = bytes_of("nrm.backup");
  place.push_back(static_cast<std::uint8_t>(kind));
  for (int shift = 56; shift >= 0; shift -= 8) place.push_back(static_cast<std::uint8_t>((piece >> shift) & 255U));
  place.push_back(last ? 1 : 0);
  return place;
}

void sync_file(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = handle >= 0 && ::fsync(handle) == 0;
  if (handle >= 0) ::close(handle);
  if (!synced) throw std::runtime_error{"the disk did not take " + file.string()};
}

}  // namespace

BackupWriter::BackupWriter(const std::filesystem::path& file, BackupKind kind, const SecretText& passphrase,
                           Random& random)
    : file_{file}, kind_{kind}, random_{random} {
  create_private_file(file);
  out_.open(file, std::ios::binary);
  if (!out_) throw std::runtime_error{"cannot write " + file.string()};
  const auto salt = crypto::random_salt(random);
  key_ = crypto::stretch(passphrase, salt).key_opener;
  out_ << kMagic << static_cast<char>(kind);
  out_.write(reinterpret_cast<const char*>(salt.data()), static_cast<std::streamsize>(salt.size()));
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
  sync_file(file_);
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
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>((number >> shift) & 255U));
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
  const auto sealed =
      crypto::seal(key_, kKeyVersion, ByteView{buffer_}.first(size), place_of(kind_, pieces_, last), random_);
  const auto length = static_cast<std::uint32_t>(sealed.size());
  for (int shift = 24; shift >= 0; shift -= 8) out_.put(static_cast<char>((length >> shift) & 255U));
  out_.put(last ? 1 : 0);
  out_.write(reinterpret_cast<const char*>(sealed.data()), static_cast<std::streamsize>(sealed.size()));
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(size));
  ++pieces_;
}

BackupReader::BackupReader(const std::filesystem::path& file, BackupKind kind, const SecretText& passphrase)
    : name_{file.string()}, in_{file, std::ios::binary}, kind_{kind} {
  std::string magic(kMagic.size(), '\0');
  in_.read(magic.data(), static_cast<std::streamsize>(magic.size()));
  const int found = in_.get();
  crypto::Salt salt{};
  in_.read(reinterpret_cast<char*>(salt.data()), static_cast<std::streamsize>(salt.size()));
  if (!in_ || magic != kMagic) throw std::runtime_error{name_ + " is no backup of OpenNRM"};
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
  const auto piece = crypto::open(key_, sealed, place_of(kind_, pieces_, last));
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
