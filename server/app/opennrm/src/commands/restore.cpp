#include <fmt/format.h>

#include <fstream>

#include "../backup_file.hpp"
#include "../cli.hpp"
#include "../config.hpp"
#include "../passphrase.hpp"
#include "../tables.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {
namespace {

namespace fs = std::filesystem;

struct Wanted {
  std::string folder, data, keys, passphrase_file, database;
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
  const auto file = folder / record.name;
  std::ofstream{file, std::ios::binary} << text_of(record.bytes);
  fs::permissions(file,
                  record.name == "secrets" ? fs::perms::owner_read : fs::perms::owner_read | fs::perms::owner_write);
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

void restore(const Terminal& terminal, const Wanted& wanted) {
  const fs::path folder{wanted.folder};
  if (fs::exists(folder) && !fs::is_empty(folder))
    throw Refused{folder.string() + " is not empty: restore into a new folder"};
  const auto passphrase = read_passphrase(wanted.passphrase_file);
  // Both files are read to their ends before anything is made, so a torn file leaves nothing half done.
  for (const auto kind : {BackupKind::data, BackupKind::keys}) {
    BackupReader reader{kind == BackupKind::data ? wanted.data : wanted.keys, kind, passphrase};
    while (reader.next()) {
    }
  }
  fs::create_directories(folder);
  write_kept_files(folder, {wanted.data, BackupKind::data, passphrase});
  write_kept_files(folder, {wanted.keys, BackupKind::keys, passphrase});
  if (!wanted.database.empty()) {
    auto config = read_config(folder);
    config.database = wanted.database;
    write_config(folder, config);
  }
  Instance instance{folder};
  const auto tables = tables_of(Instance::schemas());
  storage::Upkeep upkeep{instance.database(), tables};
  std::int64_t rows = 0;
  upkeep.write([&](storage::Writer& writer) {
    for (auto at = tables.rbegin(); at != tables.rend(); ++at) writer.run("delete from " + *at);
    rows = write_rows(writer, {wanted.data, BackupKind::data, passphrase}, tables);
    rows += write_rows(writer, {wanted.keys, BackupKind::keys, passphrase}, tables);
    return true;
  });
  terminal.facts({{"folder", folder.string()}, {"rows", std::to_string(rows)}});
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
  command->callback([&terminal, wanted] { restore(terminal, *wanted); });
}

}  // namespace nrm::app
