#include <fmt/format.h>

#include "../backup_file.hpp"
#include "../cli.hpp"
#include "../config.hpp"
#include "../passphrase.hpp"
#include "../tables.hpp"
#include "nrm/opennrm/instance.hpp"
#include "nrm/retention/ledger.hpp"
#include "nrm/storage/stream.hpp"

namespace nrm::app {
namespace {

struct Wanted {
  std::string folder, data, keys, passphrase_file;
};

constexpr std::int64_t kRowsBetweenWords = 100'000;

class Copying {
 public:
  Copying(const Terminal& terminal, BackupWriter& data, BackupWriter& keys)
      : terminal_{terminal}, data_{data}, keys_{keys} {}
  void copy(storage::Reader& reader, const std::string& table) {
    auto& file = key_tables().contains(table) ? keys_ : data_;
    file.begin_table(table);
    storage::each_row(reader, "select * from " + table, [&](const storage::Row& row) {
      file.row(row);
      if (++rows_ % kRowsBetweenWords == 0) terminal_.progress(fmt::format("{} rows, now in {}", rows_, table));
    });
  }
  std::int64_t rows() const { return rows_; }

 private:
  const Terminal& terminal_;
  BackupWriter& data_;
  BackupWriter& keys_;
  std::int64_t rows_ = 0;
};

void back_up(const Terminal& terminal, const Wanted& wanted) {
  const auto passphrase = read_passphrase(wanted.passphrase_file);
  SystemRandom random;
  Instance instance{wanted.folder};
  const auto now = instance.clock().now();
  BackupWriter data{wanted.data, BackupKind::data, passphrase, now, random};
  BackupWriter keys{wanted.keys, BackupKind::keys, passphrase, now, random};
  Copying copying{terminal, data, keys};
  // One snapshot for both files: a seal without its value, or the reverse, cannot come about.
  instance.database().read([&](storage::Reader& reader) {
    for (const auto& table : tables_of(Instance::schemas()))
      if (!transient_tables().contains(table)) copying.copy(reader, table);
  });
  for (const auto* kept : {"instance.toml", "secrets"})
    (std::string_view{kept} == "secrets" ? keys : data).blob(kept, read_file(instance.folder() / kept));
  data.finish();
  keys.finish();
  // So that it is not older than the backup, whoever takes it along now.
  retention::mirror(instance.database(), instance.clock(), instance.folder() / "erasures");
  terminal.facts({{"data", wanted.data},
                  {"keys", wanted.keys},
                  {"rows", std::to_string(copying.rows())},
                  {"created", to_rfc3339(now)},
                  {"erasures", (instance.folder() / "erasures").string()}});
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
