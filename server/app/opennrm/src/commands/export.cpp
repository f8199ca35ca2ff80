#include <fmt/format.h>

#include "../cli.hpp"
#include "../operator_session.hpp"
#include "../private_file.hpp"
#include "../share.hpp"
#include "nrm/htcds/htcds.hpp"

namespace nrm::app {
namespace {

struct Wanted {
  std::string folder, file;
  SignInWanted sign_in;
  htcds::ExportOptions options;
};

// Persons' data leave the instance here.
void write_cases(const Terminal& terminal, const std::string& file, const htcds::Exported& cases) {
  write_private_file(file, cases.text);
  terminal.facts(
      {{"file", file}, {"bytes", std::to_string(cases.text.size())}, {"restricted", std::to_string(cases.restricted)}});
  if (cases.restricted > 0)
    terminal.progress(fmt::format("Not in the file: {} of the team's cases, restricted to others.", cases.restricted));
  terminal.progress("The file holds persons' data in the clear: keep it as you would keep the persons safe.");
}

void export_standard(const Terminal& terminal, const Wanted& wanted) {
  Instance instance{wanted.folder};
  const OperatorSession session{instance, wanted.sign_in};
  const auto standard = htcds::Standard::load(find_share() / "packs" / "standards" / "htcds");
  write_cases(terminal, wanted.file,
              or_refuse(htcds::export_htcds(instance.journal(), *session, standard, wanted.options)));
}

void export_own(const Terminal& terminal, const Wanted& wanted) {
  Instance instance{wanted.folder};
  const OperatorSession session{instance, wanted.sign_in};
  write_cases(terminal, wanted.file, or_refuse(htcds::export_cases(instance.journal(), *session)));
}

}  // namespace

void add_export(CLI::App& app, Terminal& terminal) {
  auto* parent = app.add_subcommand("export", "Write the cases of the team of the member who signs in");
  parent->require_subcommand(1);
  auto wanted = std::make_shared<Wanted>();
  auto add = [&](const char* name, const char* what) {
    auto* command = parent->add_subcommand(name, what);
    command->add_option("file", wanted->file, "Where to")->required();
    command->add_option("--instance", wanted->folder, "The instance's folder")->required();
    add_sign_in_options(*command, wanted->sign_in);
    return command;
  };
  auto* htcds = add("htcds", "HTCDS 2.0 (CSV)");
  htcds->add_flag("--all-columns", wanted->options.all_columns, "Also columns that no case has");
  htcds->add_flag("--for-spreadsheet", wanted->options.for_spreadsheet,
                  "Neutralise cells that a spreadsheet would run as formulas");
  htcds->callback([&terminal, wanted] { export_standard(terminal, *wanted); });
  add("cases", "Every field, byte for byte (JSON lines)")->callback([&terminal, wanted] {
    export_own(terminal, *wanted);
  });
}

}  // namespace nrm::app
