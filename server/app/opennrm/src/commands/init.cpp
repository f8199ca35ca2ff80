#include <fmt/format.h>

#include "../cli.hpp"
#include "../config.hpp"
#include "../found.hpp"
#include "nrm/access/members.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {
namespace {

struct Wanted {
  std::string folder;
  Config config;
  HostWanted host;
  bool teams = false;
};

void found(const Terminal& terminal, const Wanted& wanted) {
  auto founded = found_folder(wanted.folder, wanted.config);
  const auto invitation = invite_first_administrator(*founded, wanted.host);
  if (!invitation) {
    founded.reset();
    std::filesystem::remove_all(wanted.folder);
    throw Refused{sentence_of(invitation.error())};
  }
  if (wanted.teams)
    if (const auto teams = found_suggested_teams(*founded); !teams) throw Refused{sentence_of(teams.error())};
  terminal.facts({{"folder", founded->folder().string()},
                  {"invitation", invitation->code.expose()},
                  {"good_until", to_rfc3339(invitation->expires)}});
  terminal.progress("Start it with: opennrm serve " + founded->folder().string() +
                    "\nThen the first administrator opens /join and enters the invitation. It is shown only now.");
}

}  // namespace

void add_init(CLI::App& app, Terminal& terminal) {
  auto* command = app.add_subcommand("init", "Found an instance in a new folder");
  auto wanted = std::make_shared<Wanted>();
  wanted->config.pack = "by";
  wanted->host.kind = "ministry";
  command->add_option("folder", wanted->folder, "A new folder")->required();
  command->add_option("--name", wanted->config.name, "What the instance is called")->required();
  command->add_option("--pack", wanted->config.pack, "The country's pack")->capture_default_str();
  command
      ->add_option("--organisation", wanted->host.organisation,
                   "The body that administers the instance: its id in the pack, or its name")
      ->required();
  command->add_option("--organisation-kind", wanted->host.kind, "What kind of body, where the pack does not list it")
      ->capture_default_str();
  command->add_flag("--teams", wanted->teams, "With the teams that the pack suggests, and what they offer");
  command->add_option("--database", wanted->config.database, "sqlite, or postgresql:<connection>")
      ->capture_default_str();
  command->add_option("--address", wanted->config.address, "Where it listens")->capture_default_str();
  command->add_option("--port", wanted->config.port, "Port")->capture_default_str();
  command->callback([&terminal, wanted] { found(terminal, *wanted); });
}

}  // namespace nrm::app
