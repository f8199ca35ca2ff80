#include <fmt/format.h>

#include "../cli.hpp"
#include "../operator_session.hpp"
#include "../passphrase.hpp"
#include "../share.hpp"
#include "import_hsds.hpp"
#include "nrm/htcds/htcds.hpp"

namespace nrm::app {
namespace {

struct Wanted {
  std::string folder, file, trust = "ask";
  SignInWanted sign_in;
};

htcds::Trust trust_of(const std::string& word) {
  if (word == "keys") return htcds::Trust::keys;
  return word == "labels" ? htcds::Trust::labels : htcds::Trust::ask;
}

htcds::ImportOptions options_of(const Terminal& terminal, const Wanted& wanted) {
  htcds::ImportOptions options;
  options.trust = trust_of(wanted.trust);
  options.progress = [&terminal](std::size_t done, std::size_t total) {
    if (done % 200 == 0) terminal.progress(fmt::format("{} of {} rows", done, total));
  };
  return options;
}

void tell(const Terminal& terminal, const htcds::ImportReport& report) {
  std::vector<std::vector<std::string>> refused;
  for (const auto& refusal : report.refusals)
    refused.push_back({std::to_string(refusal.row), std::to_string(refusal.line), refusal.column, refusal.reason});
  if (!refused.empty()) terminal.table({"row", "line", "column", "reason"}, refused);
  for (const auto& column : report.deprecated_columns)
    terminal.progress("Kept, but no longer in the standard: " + column);
  const std::vector<std::pair<std::string, std::string>> counts{{"rows", std::to_string(report.total)},
                                                                {"imported", std::to_string(report.imported)},
                                                                {"already_there", std::to_string(report.already_there)},
                                                                {"refused", std::to_string(report.refused)}};
  terminal.facts(counts);
  if (report.imported > 0)
    terminal.progress("None of them can be referred until a basis is recorded: a task waits for each.");
  if (report.refused > 0)
    throw Refused{fmt::format("{} rows were refused; mend them and run this again", report.refused)};
}

void import_standard(const Terminal& terminal, const Wanted& wanted) {
  const auto content = text_of(read_file(wanted.file));
  Instance instance{wanted.folder};
  const OperatorSession session{instance, wanted.sign_in};
  const auto standard = htcds::Standard::load(find_share() / "packs" / "standards" / "htcds");
  tell(terminal, or_refuse(htcds::import_htcds(instance.journal(), *session, standard, instance.pack(), content,
                                               options_of(terminal, wanted))));
}

void import_own(const Terminal& terminal, const Wanted& wanted) {
  const auto content = text_of(read_file(wanted.file));
  Instance instance{wanted.folder};
  const OperatorSession session{instance, wanted.sign_in};
  tell(terminal, or_refuse(htcds::import_cases(instance.journal(), *session, instance.pack(), content,
                                               options_of(terminal, wanted))));
}

}  // namespace

void add_import(CLI::App& app, Terminal& terminal) {
  auto* parent = app.add_subcommand(
      "import", "Bring cases into the team of the member who signs in, or services into the directory");
  parent->require_subcommand(1);
  auto wanted = std::make_shared<Wanted>();
  auto add = [&](const char* name, const char* what) {
    auto* command = parent->add_subcommand(name, what);
    command->add_option("file", wanted->file, "The file")->required()->check(CLI::ExistingFile);
    command->add_option("--instance", wanted->folder, "The instance's folder")->required();
    add_sign_in_options(*command, wanted->sign_in);
    return command;
  };
  auto* htcds = add("htcds", "An HTCDS 2.0 file (CSV); safe to repeat");
  htcds->add_option("--trust", wanted->trust, "Where a row of keys and a row of labels disagree: ask, keys or labels")
      ->check(CLI::IsMember({"ask", "keys", "labels"}));
  htcds->callback([&terminal, wanted] { import_standard(terminal, *wanted); });
  add("cases", "A file of: opennrm export cases")->callback([&terminal, wanted] { import_own(terminal, *wanted); });
  add_import_hsds(*parent, terminal);
}

}  // namespace nrm::app
