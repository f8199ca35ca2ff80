#include <fmt/format.h>

#include "../cli.hpp"
#include "../share.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::app {
namespace {

std::vector<std::string> row_of(const char* weight, const pathway::PackFault& fault) {
  return {weight, fmt::format("{}:{}", fault.file, fault.line), fault.code, fault.message};
}

void check(const Terminal& terminal, const std::string& name) {
  const auto folder = std::filesystem::exists(name) ? std::filesystem::path{name} : find_share() / "packs" / name;
  const auto result = pathway::check_pack(folder, SystemClock{}.now());
  std::vector<std::vector<std::string>> rows;
  for (const auto& fault : result.faults) rows.push_back(row_of("fault", fault));
  for (const auto& warning : result.warnings) rows.push_back(row_of("warning", warning));
  terminal.table({"weight", "place", "code", "message"}, rows);
  if (!result.faults.empty()) throw Refused{fmt::format("{} faults: the pack cannot be used", result.faults.size())};
  terminal.progress(fmt::format("The pack can be used; {} warnings.", result.warnings.size()));
}

}  // namespace

void add_pack(CLI::App& app, Terminal& terminal) {
  auto* pack = app.add_subcommand("pack", "A country's pack");
  pack->require_subcommand(1);
  auto* command = pack->add_subcommand("check", "Read a pack and name every fault with its file and line");
  auto name = std::make_shared<std::string>();
  command->add_option("pack", *name, "A folder, or the name of a pack that came with the program")->required();
  command->callback([&terminal, name] { check(terminal, *name); });
}

}  // namespace nrm::app
