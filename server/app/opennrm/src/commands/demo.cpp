#include <fmt/format.h>

#include "../cli.hpp"
#include "../demo.hpp"
#include "../serve.hpp"

namespace nrm::app {
namespace {

constexpr const char* kDefaultFolder = ".instance/demo";

void show_accounts(const Terminal& terminal, const std::string& folder) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& account : read_demo_accounts(folder))
    rows.push_back({account.account, account.password, current_code(account), account.role, account.team});
  if (!terminal.as_json) terminal.progress("Accounts to try (all fictional): account, password, code now, role, team");
  terminal.table({"account", "password", "code", "roles", "team"}, rows);
  if (!terminal.as_json)
    terminal.progress("A code is good once and for half a minute; the next one: opennrm demo code ACCOUNT");
}

void show_code(const Terminal& terminal, const std::string& folder, const std::string& name) {
  for (const auto& account : read_demo_accounts(folder))
    if (account.account == name) return terminal.facts({{"code", current_code(account)}});
  throw Refused{"the demonstration has no account " + name};
}

void serve_demo(const Terminal& terminal, const std::string& folder, int port) {
  if (!std::filesystem::exists(std::filesystem::path{folder} / "demo.json")) {
    terminal.progress("Founding a demonstration in " + folder);
    found_demo(folder, port);
  }
  ServeWanted wanted;
  wanted.folder = folder;
  wanted.port = port;
  wanted.health_port = 0;  // none: nobody watches a demonstration, and two of them would ask for one port
  serve(terminal, wanted, [&] { show_accounts(terminal, folder); });
}

}  // namespace

void add_demo(CLI::App& app, Terminal& terminal) {
  auto* demo = app.add_subcommand("demo", "A demonstration with fictional persons");
  demo->require_subcommand(1);
  auto folder = std::make_shared<std::string>(kDefaultFolder);
  auto port = std::make_shared<int>(8443);
  auto account = std::make_shared<std::string>();

  auto* serve = demo->add_subcommand("serve", "Found one where there is none, serve it, print the accounts to try");
  serve->add_option("folder", *folder, "Where it is kept")->capture_default_str();
  serve->add_option("--port", *port, "Port; 0: any free one")->capture_default_str();
  serve->callback([&terminal, folder, port] { serve_demo(terminal, *folder, *port); });

  auto* found = demo->add_subcommand("found", "Found one and do not serve it");
  found->add_option("folder", *folder, "A new folder")->capture_default_str();
  found->callback([&terminal, folder, port] {
    found_demo(*folder, *port);
    terminal.facts({{"folder", *folder}});
  });

  auto* accounts = demo->add_subcommand("accounts", "The accounts to try, each with its current code");
  accounts->add_option("--folder", *folder, "Where it is kept")->capture_default_str();
  accounts->callback([&terminal, folder] { show_accounts(terminal, *folder); });

  auto* code = demo->add_subcommand("code", "An account's current second-factor code");
  code->add_option("account", *account, "The account")->required();
  code->add_option("--folder", *folder, "Where it is kept")->capture_default_str();
  code->callback([&terminal, folder, account] { show_code(terminal, *folder, *account); });
}

}  // namespace nrm::app
