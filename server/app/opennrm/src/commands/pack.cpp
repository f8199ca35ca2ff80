#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "../cli.hpp"
#include "../share.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/pathway/simulate.hpp"

namespace nrm::app {
namespace {

std::vector<std::string> row_of(const char* weight, const pathway::PackFault& fault) {
  return {weight, fmt::format("{}:{}", fault.file, fault.line), fault.code, fault.message};
}

std::filesystem::path folder_of(const std::string& pack) {
  return std::filesystem::exists(pack) ? std::filesystem::path{pack} : find_share() / "packs" / pack;
}

void check(const Terminal& terminal, const std::string& name) {
  const auto result = pathway::check_pack(folder_of(name), SystemClock{}.now());
  std::vector<std::vector<std::string>> rows;
  for (const auto& fault : result.faults) rows.push_back(row_of("fault", fault));
  for (const auto& warning : result.warnings) rows.push_back(row_of("warning", warning));
  terminal.table({"weight", "place", "code", "message"}, rows);
  if (!result.faults.empty()) throw Refused{fmt::format("{} faults: the pack cannot be used", result.faults.size())};
  terminal.progress(fmt::format("The pack can be used; {} warnings.", result.warnings.size()));
}

// A year of a country's cases is some tens of thousands of lines.
constexpr std::uintmax_t kMaxCaseloadBytes = 16 * 1024 * 1024;

struct SimulateWanted {
  std::string pack;
  std::string from;
  std::string caseload;
  std::string until;
};

[[noreturn]] void refuse(const Terminal& terminal, const pathway::PackFaults& faults, const std::string& what) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& fault : faults) rows.push_back(row_of("fault", fault));
  terminal.table({"weight", "place", "code", "message"}, rows);
  throw Refused{what};
}

pathway::Pack load_or_refuse(const Terminal& terminal, const std::string& name) {
  auto pack = pathway::load_pack(folder_of(name));
  if (!pack) refuse(terminal, pack.error(), fmt::format("the pack {} has faults", name));
  return std::move(*pack);
}

std::vector<pathway::CaseMoment> read_or_refuse(const Terminal& terminal, const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw Refused{fmt::format("{} cannot be read: {}", file, error.message())};
  if (size > kMaxCaseloadBytes)
    throw Refused{fmt::format("{} is larger than {} bytes; replay it in parts", file, kMaxCaseloadBytes)};
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  auto caseload = pathway::read_caseload(file, text.str());
  if (!caseload) refuse(terminal, caseload.error(), "the caseload has faults; nothing was replayed");
  return std::move(*caseload);
}

std::optional<UtcTime> until_of(const SimulateWanted& wanted) {
  if (wanted.until.empty()) return std::nullopt;
  const auto until = parse_rfc3339(wanted.until);
  if (!until) throw Refused{"--until is a time such as 2018-05-31T21:00:00Z"};
  return until;
}

std::string text_of(const std::optional<UtcTime>& time) {
  return time ? to_rfc3339(*time) : "";
}

void show_clocks(const Terminal& terminal, const pathway::Simulation& replayed) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& clock : replayed.clocks)
    rows.push_back({clock.case_number, clock.rule, std::string{name_of(clock.kind)}, to_rfc3339(clock.start),
                    text_of(clock.warn_at), text_of(clock.due), text_of(clock.ended_at),
                    std::string{name_of(clock.outcome)}});
  terminal.table({"case", "clock", "kind", "start", "warn", "due", "ended", "outcome"}, rows);
}

void show_changes(const Terminal& terminal, const std::vector<pathway::SimulatedChange>& changes) {
  std::vector<std::vector<std::string>> rows;
  const auto due = [](const auto& clock) { return clock ? text_of(clock->due) : std::string{}; };
  const auto outcome = [](const auto& clock) { return clock ? std::string{name_of(clock->outcome)} : std::string{}; };
  for (const auto& change : changes)
    rows.push_back({change.either().case_number, change.either().rule, std::string{change.what()}, due(change.before),
                    due(change.after), outcome(change.before), outcome(change.after)});
  terminal.table({"case", "clock", "change", "due_before", "due_after", "outcome_before", "outcome_after"}, rows);
}

void show_unknown_steps(const Terminal& terminal, const std::string& pack, const pathway::Simulation& replayed) {
  for (const auto& step : replayed.unknown_steps)
    terminal.progress(fmt::format("{} knows no step from {} to {} (case {}, {})", pack,
                                  step.from.empty() ? "anywhere" : step.from, step.to, step.case_number,
                                  to_rfc3339(step.at)));
}

void simulate(const Terminal& terminal, const SimulateWanted& wanted) {
  const auto until = until_of(wanted);
  const auto pack = load_or_refuse(terminal, wanted.pack);
  const auto caseload = read_or_refuse(terminal, wanted.caseload);
  const auto replayed = pathway::simulate(pack, caseload, until);
  show_unknown_steps(terminal, wanted.pack, replayed);
  if (wanted.from.empty()) {
    show_clocks(terminal, replayed);
    return terminal.progress(fmt::format("{} clocks.", replayed.clocks.size()));
  }
  const auto old = load_or_refuse(terminal, wanted.from);
  const auto changes = pathway::compare(pathway::simulate(old, caseload, until), replayed);
  show_changes(terminal, changes);
  terminal.progress(fmt::format("{} of {} clocks change.", changes.size(), replayed.clocks.size()));
}

void add_simulate(CLI::App& pack, Terminal& terminal) {
  auto* command = pack.add_subcommand("simulate", "Replay a caseload through a pack and print its clocks");
  auto wanted = std::make_shared<SimulateWanted>();
  command->add_option("pack", wanted->pack, "A folder, or the name of a pack that came with the program")->required();
  command->add_option("--caseload", wanted->caseload, "CSV: case, moment, at, state (docs/formats/pack.md)")
      ->required();
  command->add_option("--from", wanted->from, "Print only what changes from this pack to PACK");
  command->add_option("--until", wanted->until, "As it stands at this time; else at the caseload's last moment");
  command->callback([&terminal, wanted] { simulate(terminal, *wanted); });
}

}  // namespace

void add_pack(CLI::App& app, Terminal& terminal) {
  auto* pack = app.add_subcommand("pack", "A country's pack");
  pack->require_subcommand(1);
  auto* command = pack->add_subcommand("check", "Read a pack and name every fault with its file and line");
  auto name = std::make_shared<std::string>();
  command->add_option("pack", *name, "A folder, or the name of a pack that came with the program")->required();
  command->callback([&terminal, name] { check(terminal, *name); });
  add_simulate(*pack, terminal);
}

}  // namespace nrm::app
