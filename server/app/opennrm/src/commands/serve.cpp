#include "../serve.hpp"

#include "../cli.hpp"

namespace nrm::app {

void add_serve(CLI::App& app, Terminal& terminal) {
  auto* command = app.add_subcommand("serve", "Serve an instance until it is told to stop");
  auto wanted = std::make_shared<ServeWanted>();
  command->add_option("folder", wanted->folder, "The instance")->required();
  command->add_option("--address", wanted->address, "Instead of the one in instance.toml");
  command->add_option("--port", wanted->port, "Instead of the one in instance.toml; 0: any free one");
  command->add_option("--health-port", wanted->health_port, "Instead of the one in instance.toml; 0: none");
  command->add_flag("--clock-is-right", wanted->clock_is_right,
                    "Do not hold deadlines although the log was last written at a later time than now");
  command->callback([&terminal, wanted] { serve(terminal, *wanted, [] {}); });
}

}  // namespace nrm::app
