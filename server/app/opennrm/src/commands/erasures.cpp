#include <fmt/format.h>

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

struct Wanted {
  std::string folder, file;
};

void export_to(const Terminal& terminal, const Wanted& wanted) {
  Instance instance{wanted.folder};
  const auto own = instance.folder() / "erasures";
  retention::mirror(instance.database(), instance.clock(), own);
  write_private_file(wanted.file, text_of(read_file(own)));
  terminal.facts({{"file", wanted.file}});
}

void scrub(const Terminal& terminal, const Wanted& wanted) {
  Instance instance{wanted.folder};
  storage::rewrite(instance.database(), database_options(instance.folder(), instance.config()),
                   tables_of(Instance::schemas()));
  terminal.facts({{"scrubbed", wanted.folder}});
}

}  // namespace

void add_erasures(CLI::App& app, Terminal& terminal) {
  auto* erasures = app.add_subcommand("erasures", "What was erased, for a restore to erase over again");
  erasures->require_subcommand(1);
  auto wanted = std::make_shared<Wanted>();

  auto* exported = erasures->add_subcommand("export", "Write the ledger of erasures; it names no person and no case");
  exported->add_option("folder", wanted->folder, "The instance")->required();
  exported->add_option("--file", wanted->file, "Where to")->required();
  exported->callback([&terminal, wanted] { export_to(terminal, *wanted); });

  auto* scrubbed = erasures->add_subcommand("scrub", "Write the database's files anew without what was deleted");
  scrubbed->add_option("folder", wanted->folder, "The instance")->required();
  scrubbed->callback([&terminal, wanted] { scrub(terminal, *wanted); });
}

}  // namespace nrm::app
