#include <fmt/format.h>

#include "../backup_file.hpp"
#include "../cli.hpp"
#include "../config.hpp"
#include "../passphrase.hpp"
#include "../tables.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {
namespace {

struct Wanted {
  std::string folder, data, keys, passphrase_file;
};

void back_up(const Terminal& terminal, const Wanted& wanted) {
  const auto passphrase = read_passphrase(wanted.passphrase_file);
  SystemRandom random;
  Instance instance{wanted.folder};
  BackupWriter data{wanted.data, BackupKind::data, passphrase, random};
  BackupWriter keys{wanted.keys, BackupKind::keys, passphrase, random};
  std::int64_t rows = 0;
  // One snapshot for both files: a seal without its value, or the reverse, cannot come about.
  instance.database().read([&](storage::Reader& reader) {
    for (const auto& table : tables_of(Instance::schemas())) {
      if (transient_tables().contains(table)) continue;
      auto& file = key_tables().contains(table) ? keys : data;
      file.begin_table(table);
      for (const auto& row : reader.query("select * from " + table)) {
        file.row(row);
        ++rows;
      }
    }
  });
  for (const auto* kept : {"instance.toml", "secrets"})
    (std::string_view{kept} == "secrets" ? keys : data).blob(kept, read_file(instance.folder() / kept));
  data.finish();
  keys.finish();
  terminal.facts({{"data", wanted.data}, {"keys", wanted.keys}, {"rows", std::to_string(rows)}});
}

}  // namespace

void add_backup(CLI::App& app, Terminal& terminal) {
  auto* command = app.add_subcommand("backup", "Write two encrypted files, data and keys, while serving");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("folder", wanted->folder, "The instance")->required();
  command->add_option("--data", wanted->data, "File for the data")->required();
  command->add_option("--keys", wanted->keys, "File for the keys: keep it apart, 30 days at most")->required();
  command->add_option("--passphrase-file", wanted->passphrase_file,
                      "File whose first line is the passphrase; else asked for");
  command->callback([&terminal, wanted] { back_up(terminal, *wanted); });
}

}  // namespace nrm::app
