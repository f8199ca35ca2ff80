#include <fmt/format.h>

#include "../backup_file.hpp"
#include "../cli.hpp"
#include "../config.hpp"
#include "../passphrase.hpp"
#include "../private_file.hpp"
#include "../tables.hpp"
#include "nrm/opennrm/instance.hpp"
#include "nrm/retention/ledger.hpp"
#include "nrm/storage/scrub.hpp"

namespace nrm::app {
namespace {

namespace fs = std::filesystem;

struct Wanted {
  std::string folder, data, keys, passphrase_file, database, erasures, without_erasures;
};

std::string insert_of(const std::string& table, const BackupRecord& row) {
  std::string columns, values;
  for (const auto& column : row.columns) {
    columns += (columns.empty() ? "" : ", ") + column;
    values += (values.empty() ? "$" : ", $") + column;
  }
  return fmt::format("insert into {} ({}) values ({})", table, columns, values);
}

void insert(storage::Writer& writer, const std::string& table, const BackupRecord& row) {
  storage::Params params;
  for (std::size_t i = 0; i < row.columns.size(); ++i) params.emplace_back(row.columns[i], row.values[i]);
  writer.run(insert_of(table, row), params);
}

void write_kept_file(const fs::path& folder, const BackupRecord& record) {
  if (record.name != "secrets" && record.name != "instance.toml")
    throw std::runtime_error{"the backup holds a file of another name"};
  write_private_file(folder / record.name, text_of(record.bytes), record.name == "secrets" ? 0400 : 0600);
}

void write_kept_files(const fs::path& folder, BackupReader reader) {
  while (const auto record = reader.next())
    if (record->kind == BackupRecord::Kind::blob) write_kept_file(folder, *record);
}

std::int64_t write_rows(storage::Writer& writer, BackupReader reader, const std::vector<std::string>& known) {
  std::string table;
  std::int64_t rows = 0;
  while (const auto record = reader.next()) {
    if (record->kind == BackupRecord::Kind::table) {
      if (std::find(known.begin(), known.end(), record->name) == known.end())
        throw Refused{"the backup has a table that this version does not know: " + record->name};
      table = record->name;
    } else if (record->kind == BackupRecord::Kind::row) {
      insert(writer, table, *record);
      ++rows;
    }
  }
  return rows;
}

// Both files are read to their ends before anything is made, so a torn file leaves nothing half done. When they were
// begun; nothing where they are of the first format.
std::optional<UtcTime> check_files(const Wanted& wanted, const SecretText& passphrase) {
  std::array<std::optional<UtcTime>, 2> created;
  for (const auto kind : {BackupKind::data, BackupKind::keys}) {
    BackupReader reader{kind == BackupKind::data ? wanted.data : wanted.keys, kind, passphrase};
    while (reader.next()) {
    }
    created.at(kind == BackupKind::data ? 0 : 1) = reader.created();
  }
  if (created[0] != created[1])
    throw Refused{"the two files are of two backups: take those that were written together"};
  return created[0];
}

constexpr std::chrono::days kLongestKeys{30};

void warn_of_old_keys(const Terminal& terminal, std::optional<UtcTime> created, UtcTime now) {
  if (created && now - *created > kLongestKeys)
    terminal.progress(
        fmt::format("WARNING: these files are of {}. Keys files are destroyed after {} days: with this one "
                    "whoever was erased since could be read again.",
                    to_rfc3339(*created), kLongestKeys.count()));
}

// Refused before anything is made: without it people come back who were erased.
std::vector<retention::Erased> erased_since(const Wanted& wanted, std::optional<UtcTime> created) {
  if (wanted.erasures.empty() == wanted.without_erasures.empty())
    throw Refused{
        "name the file of erasures with --erasures FILE (the file \"erasures\" of the old instance's folder), or "
        "say with --without-erasures REASON why there is none"};
  if (wanted.erasures.empty()) return {};
  const auto ledger = retention::parse_ledger(text_of(read_file(wanted.erasures)));
  if (!ledger) throw Refused{fmt::format("{}: {}", wanted.erasures, ledger.error())};
  if (created && ledger->as_of + std::chrono::seconds{1} < *created)
    throw Refused{
        fmt::format("{} is of {}, before the backup: take the newest", wanted.erasures, to_rfc3339(ledger->as_of))};
  return ledger->entries;
}

void fill_folder(const fs::path& folder, const Wanted& wanted, const SecretText& passphrase) {
  create_private_folder(folder);
  write_kept_files(folder, {wanted.data, BackupKind::data, passphrase});
  write_kept_files(folder, {wanted.keys, BackupKind::keys, passphrase});
  if (wanted.database.empty()) return;
  auto config = read_config(folder);
  config.database = wanted.database;
  write_config(folder, config);
}

// Nothing is written without a leaf, so a database without leaves is one in which nobody has worked.
void refuse_where_somebody_worked(storage::Writer& writer) {
  if (writer.query_one("SELECT 1 AS one FROM log_leaf LIMIT 1"))
    throw Refused{"an instance lives in that database already: restore into an empty one, named with --database"};
}

struct Restored {
  std::int64_t rows = 0;
  retention::Replayed replayed;
};

std::int64_t fill_database(Instance& instance, const Wanted& wanted, const SecretText& passphrase) {
  const auto tables = tables_of(Instance::schemas());
  storage::Upkeep upkeep{instance.database(), tables};
  std::int64_t rows = 0;
  upkeep.write([&](storage::Writer& writer) {
    refuse_where_somebody_worked(writer);
    for (auto at = tables.rbegin(); at != tables.rend(); ++at) writer.run("delete from " + *at);
    rows = write_rows(writer, {wanted.data, BackupKind::data, passphrase}, tables);
    rows += write_rows(writer, {wanted.keys, BackupKind::keys, passphrase}, tables);
    return true;
  });
  return rows;
}

// One act, before anybody can be served. The log tells that it was done, or why not.
retention::Replayed replay(Instance& instance, const Wanted& wanted, const std::vector<retention::Erased>& entries) {
  log::Header header;
  header.actor = {log::Actor::Kind::system, {}, {}, {}, "command line"};
  header.action = "case.erase-again";
  header.reason = wanted.without_erasures;
  return or_refuse(
      instance.journal().act<retention::Replayed>(header, [&](log::Act& act) -> Result<retention::Replayed> {
        const auto done = retention::replay(act, entries);
        act.note("erasures", wanted.erasures.empty() ? "none were given" : std::to_string(entries.size()));
        act.note("cases", std::to_string(done.cases));
        return done;
      }));
}

Restored fill(const fs::path& folder, const Wanted& wanted, const SecretText& passphrase,
              const std::vector<retention::Erased>& entries) {
  Instance instance{folder};
  Restored out;
  out.rows = fill_database(instance, wanted, passphrase);
  out.replayed = replay(instance, wanted, entries);
  // Written anew: SQLite may keep a copy of a row that it moved in the unused part of a page.
  storage::rewrite(instance.database(), database_options(instance.folder(), instance.config()),
                   tables_of(Instance::schemas()));
  instance.number_log();
  retention::mirror(instance.database(), instance.clock(), folder / "erasures");
  return out;
}

// Made apart and moved into place: a restoring that failed leaves nothing that looks like an instance.
void restore(const Terminal& terminal, const Wanted& wanted) {
  const fs::path folder{wanted.folder};
  if (fs::exists(folder) && !fs::is_empty(folder))
    throw Refused{folder.string() + " is not empty: restore into a new folder"};
  const auto passphrase = read_passphrase(wanted.passphrase_file);
  const auto created = check_files(wanted, passphrase);
  warn_of_old_keys(terminal, created, SystemClock{}.now());
  const auto entries = erased_since(wanted, created);
  auto unfinished = folder;
  unfinished += ".restoring";
  fs::remove_all(unfinished);
  Restored restored;
  try {
    fill_folder(unfinished, wanted, passphrase);
    restored = fill(unfinished, wanted, passphrase, entries);
  } catch (...) {
    fs::remove_all(unfinished);
    throw;
  }
  fs::remove(folder);
  fs::rename(unfinished, folder);
  terminal.facts({{"folder", folder.string()},
                  {"rows", std::to_string(restored.rows)},
                  {"erased_again", std::to_string(restored.replayed.cases + restored.replayed.parts)}});
}

}  // namespace

void add_restore(CLI::App& app, Terminal& terminal) {
  auto* command = app.add_subcommand("restore", "Make a new instance out of the two files of a backup");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("folder", wanted->folder, "A new folder")->required();
  command->add_option("--data", wanted->data, "The data file")->required()->check(CLI::ExistingFile);
  command->add_option("--keys", wanted->keys, "The keys file")->required()->check(CLI::ExistingFile);
  command->add_option("--passphrase-file", wanted->passphrase_file,
                      "File whose first line is the passphrase; else asked for");
  command->add_option("--database", wanted->database, "Another database than the one in the backup");
  command->add_option("--erasures", wanted->erasures, "The newest file \"erasures\" of the old instance")
      ->check(CLI::ExistingFile);
  command->add_option("--without-erasures", wanted->without_erasures,
                      "Why there is no such file; the log keeps it, and whoever was erased since comes back");
  command->callback([&terminal, wanted] { restore(terminal, *wanted); });
}

}  // namespace nrm::app
