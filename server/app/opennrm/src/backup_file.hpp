// A backup file: sealed in pieces under a key stretched from a passphrase (docs/formats/backup.md).
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "nrm/crypto/crypto.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::app {

enum class BackupKind : std::uint8_t { data = 1, keys = 2 };

// Throws std::runtime_error where the file cannot be written. Written beside its name; finish() makes it durable and
// puts it there, so a name that is there is a whole file. Holds at most two pieces in memory.
class BackupWriter {
 public:
  BackupWriter(const std::filesystem::path& file, BackupKind kind, const SecretText& passphrase, UtcTime created,
               Random& random);
  ~BackupWriter();
  BackupWriter(const BackupWriter&) = delete;
  BackupWriter& operator=(const BackupWriter&) = delete;
  void begin_table(std::string_view name);
  void row(const storage::Row& row);
  void blob(std::string_view name, ByteView bytes);  // a file kept with the tables
  void finish();

 private:
  void put(ByteView bytes);
  void put_text(std::string_view text);
  void put_number(std::uint64_t number);
  void put_value(const storage::Value& value);
  void flush_piece(bool last);

  std::filesystem::path file_;
  std::filesystem::path partial_;
  std::ofstream out_;
  BackupKind kind_;
  std::int64_t created_s_;
  Key32 key_;
  Random& random_;
  Bytes buffer_;
  std::uint64_t pieces_ = 0;
};

struct BackupRecord {
  enum class Kind { table, row, blob } kind = Kind::table;
  std::string name;                    // of the table or blob
  std::vector<std::string> columns;    // row
  std::vector<storage::Value> values;  // row
  Bytes bytes;                         // blob
};

// Reads and checks every piece; throws std::runtime_error on a wrong passphrase, a torn or changed file.
class BackupReader {
 public:
  BackupReader(const std::filesystem::path& file, BackupKind kind, const SecretText& passphrase);
  std::optional<BackupRecord> next();
  // When the backup was begun; nothing in one of the first format.
  std::optional<UtcTime> created() const;

 private:
  void need(std::size_t count);
  bool load_piece();
  Bytes take(std::size_t count);
  std::string take_text();
  std::uint64_t take_number();
  storage::Value take_value();

  std::string name_;
  std::ifstream in_;
  BackupKind kind_;
  std::optional<std::int64_t> created_s_;
  Key32 key_;
  Bytes buffer_;
  std::size_t at_ = 0;
  std::uint64_t pieces_ = 0;
  bool last_seen_ = false;
};

}  // namespace nrm::app
