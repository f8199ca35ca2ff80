#include "import_hsds.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>

#include "../config.hpp"
#include "../operator_session.hpp"
#include "../share.hpp"
#include "nrm/hsds/import.hpp"

namespace nrm::app {
namespace {

namespace fs = std::filesystem;

struct Wanted {
  std::vector<std::string> paths;
  std::string folder, rules;
  hsds::ImportOptions options;
  SignInWanted sign_in;
};

bool is_document(const fs::path& path) {
  return path.extension() == ".json" || path.extension() == ".csv";
}

// One byte more than is allowed shows that there is more.
hsds::SourceFile read_bounded(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) throw Refused{fmt::format("{} cannot be read", path.string())};
  std::string content(std::min<std::uintmax_t>(fs::file_size(path), hsds::kMaxFileBytes + 1), '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<std::size_t>(in.gcount()));
  return {path.string(), std::move(content)};
}

std::vector<hsds::SourceFile> read_files(const std::vector<std::string>& paths) {
  std::vector<fs::path> found;
  for (const auto& path : paths) {
    if (!fs::is_directory(path)) {
      found.emplace_back(path);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator{path})
      if (entry.is_regular_file() && is_document(entry.path())) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  if (found.size() > hsds::kMaxFiles)
    throw Refused{fmt::format("{} files; at most {} at once: import the folders one after the other", found.size(),
                              hsds::kMaxFiles)};
  std::vector<hsds::SourceFile> out;
  for (const auto& path : found) out.push_back(read_bounded(path));
  return out;
}

hsds::Rules rules_of(const Wanted& wanted, const Instance& instance) {
  auto rules = hsds::Rules::load(find_share() / "packs" / instance.config().pack / "hsds.toml", instance.pack());
  if (!wanted.rules.empty()) rules.add(hsds::Rules::load(wanted.rules, instance.pack()));
  return rules;
}

void tell_findings(const Terminal& terminal, const hsds::ImportReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& fault : report.faults) rows.push_back({"fault", fault.file, fault.pointer, fault.code});
  for (const auto& note : report.notes) rows.push_back({"note", note.file, note.pointer, note.code});
  if (!rows.empty()) terminal.table({"weight", "file", "pointer", "code"}, rows);
  if (report.untold > 0) terminal.progress(fmt::format("{} more are not shown.", report.untold));
}

void tell_what_waits(const Terminal& terminal, const hsds::ImportReport& report) {
  for (const auto& service : report.not_mapped)
    terminal.progress(fmt::format("Not mapped, so neither offered nor published: {} ({}) {}", service.name,
                                  service.service, fmt::join(service.terms, "; ")));
  for (const auto& name : report.to_be_confirmed)
    terminal.progress(fmt::format("Waits for an administrator's confirmation: {}", name));
}

void tell_counts(const Terminal& terminal, const hsds::ImportReport& report) {
  const auto& organisations = report.organisations;
  const auto& services = report.services;
  terminal.facts({{"organisations_added", std::to_string(organisations.added)},
                  {"organisations_changed", std::to_string(organisations.changed)},
                  {"organisations_unchanged", std::to_string(organisations.unchanged)},
                  {"services_added", std::to_string(services.added)},
                  {"services_changed", std::to_string(services.changed)},
                  {"services_unchanged", std::to_string(services.unchanged)},
                  {"services_not_mapped", std::to_string(report.not_mapped.size())},
                  {"faults", std::to_string(report.faults.size())},
                  {"notes", std::to_string(report.notes.size())}});
}

void import(const Terminal& terminal, const Wanted& wanted) {
  const auto files = read_files(wanted.paths);
  const auto standard = hsds::Standard::load(find_share() / "packs" / "standards" / "hsds" / "schema");
  Instance instance{wanted.folder};
  const auto rules = rules_of(wanted, instance);
  const OperatorSession session{instance, wanted.sign_in};
  const auto report = or_refuse(
      hsds::import_hsds(instance.journal(), *session, standard, instance.pack(), rules, files, wanted.options));
  tell_findings(terminal, report);
  tell_what_waits(terminal, report);
  tell_counts(terminal, report);
  if (!report.faults.empty())
    throw Refused{fmt::format("{} faults: what they point into was not imported", report.faults.size())};
}

}  // namespace

void add_import_hsds(CLI::App& import_command, Terminal& terminal) {
  auto wanted = std::make_shared<Wanted>();
  auto* command = import_command.add_subcommand(
      "hsds", "Organisations and services in HSDS 3.0 (JSON or CSV) into the directory; safe to repeat");
  command->add_option("paths", wanted->paths, "Files, or folders of them")->required()->check(CLI::ExistingPath);
  command->add_option("--instance", wanted->folder, "The instance's folder")->required();
  command->add_option("--rules", wanted->rules, "More terms: a file like a pack's hsds.toml")->check(CLI::ExistingFile);
  command->add_option("--organisation-kind", wanted->options.organisation_kind,
                      "Of the pack, for organisations that are new");
  add_sign_in_options(*command, wanted->sign_in);
  command->callback([&terminal, wanted] { import(terminal, *wanted); });
}

}  // namespace nrm::app
