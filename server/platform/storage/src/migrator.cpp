#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "nrm/storage/migrations.hpp"
#include "statement_text.hpp"

namespace nrm::storage {
namespace {

constexpr std::string_view kTable = R"(CREATE TABLE IF NOT EXISTS schema_migration (
  module TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL,
  PRIMARY KEY (module, number)))";

[[noreturn]] void refuse(std::string_view module, std::int64_t number, std::string_view reason) {
  throw DatabaseError{fmt::format("migration {} {}: {}", module, number, reason)};
}

std::string checksum_of(std::string_view text) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1)
    throw DatabaseError{"SHA-256 is not at hand"};
  return to_hex(ByteView{hash.data(), size});
}

std::string in_dialect(std::string_view statement, Kind kind) {
  if (kind == Kind::postgresql) return replace_word(statement, "BLOB", "BYTEA");
  auto out = replace_word(statement, "BIGINT", "INT");
  const auto tokens = tokens_of(statement);
  const bool creates_table =
      tokens.size() > 1 && same_word(tokens[0].text, "CREATE") && same_word(tokens[1].text, "TABLE");
  // On a line of its own: the statement may end in a comment.
  return creates_table ? out + "\nSTRICT" : out;
}

// Serializes migrating processes. On PostgreSQL it must come before the transaction's snapshot is taken.
void lock_for_migrating(Writer& writer, Kind kind) {
  if (kind == Kind::postgresql) writer.run("LOCK TABLE schema_migration IN EXCLUSIVE MODE");
}

// True where it was there already, with the same text.
bool is_applied(Reader& reader, std::string_view module, const Migration& migration, std::string_view checksum) {
  const auto row = reader.query_one("SELECT checksum FROM schema_migration WHERE module = $module AND number = $number",
                                    {{"module", module}, {"number", migration.number}});
  if (row && row->text("checksum") != checksum)
    refuse(module, migration.number, "its text has changed since it was applied");
  return row.has_value();
}

void run_one(Writer& writer, std::string_view module, const Migration& migration, UtcTime now, Kind kind) {
  lock_for_migrating(writer, kind);
  const auto checksum = checksum_of(migration.sql);
  if (is_applied(writer, module, migration, checksum)) return;
  for (const auto& statement : split_statements(migration.sql)) writer.run(in_dialect(statement, kind));
  writer.run(
      "INSERT INTO schema_migration (module, number, name, checksum, applied_at) "
      "VALUES ($module, $number, $name, $checksum, $now)",
      {{"module", module},
       {"number", migration.number},
       {"name", migration.name},
       {"checksum", checksum},
       {"now", now}});
}

void check_numbers(const Schema& schema) {
  int expected = 1;
  for (const auto& migration : schema.migrations)
    if (migration.number != expected++) refuse(schema.module, migration.number, "numbers go 1, 2, 3 without a gap");
}

// The number of the last one applied.
std::int64_t check_applied(Reader& reader, const Schema& schema) {
  std::int64_t expected = 1;
  for (const auto& row : reader.query("SELECT number FROM schema_migration WHERE module = $module ORDER BY number",
                                      {{"module", schema.module}})) {
    const auto number = row.integer("number");
    if (number != expected++) refuse(schema.module, number, "one before it was never applied");
    if (number > static_cast<std::int64_t>(schema.migrations.size()))
      refuse(schema.module, number, "the database is newer than this program");
    const auto& migration = schema.migrations[static_cast<std::size_t>(number - 1)];
    is_applied(reader, schema.module, migration, checksum_of(migration.sql));
  }
  return expected - 1;
}

void apply_one(Database& database, WritePermit permit, const Schema& schema, const Migration& migration, UtcTime now) {
  try {
    database.write(permit, [&](Writer& writer) {
      run_one(writer, schema.module, migration, now, database.kind());
      return true;
    });
  } catch (const std::logic_error& fault) {
    refuse(schema.module, migration.number, fault.what());
  }
}

// Two processes that create the table at once: one is told that it exists, in one of several ways.
template <class F>
void with_patience(F create) {
  for (int tries = 0;; ++tries) {
    try {
      return create();
    } catch (const DatabaseError&) {
      if (tries == 5) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
  }
}

}  // namespace

void Migrator::apply(Database& database, const std::vector<Schema>& schemas, const Clock& clock) {
  const auto create_table = in_dialect(kTable, database.kind());
  with_patience([&] {
    database.write(WritePermit{}, [&](Writer& writer) {
      writer.run(create_table);
      return true;
    });
  });
  for (const auto& schema : schemas) {
    check_numbers(schema);
    const auto applied = database.reading([&](Reader& reader) { return check_applied(reader, schema); });
    for (const auto& migration : schema.migrations)
      if (migration.number > applied) apply_one(database, WritePermit{}, schema, migration, clock.now());
  }
}

}  // namespace nrm::storage
