// The command line: one file a command in commands/. Exit codes: 0 done; 1 refused, with what to do; 2 the command was
// used wrongly; 3 a fault of ours or of the machine.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

#include "nrm/kernel/problem.hpp"

namespace nrm::app {

enum Exit { kDone = 0, kRefused = 1, kUsage = 2, kFault = 3 };

// A refusal that ends a command with exit code 1 and this sentence.
class Refused : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Terminal {
  bool as_json = false;  // --format json
  // One fact: "key: value" lines, or one JSON object.
  void facts(const std::vector<std::pair<std::string, std::string>>& facts) const;
  // A table: columns and rows, or a JSON array of objects.
  void table(const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows) const;
  // Progress goes to the standard error, so that the answer can be piped.
  void progress(const std::string& text) const;
};

int run_cli(int argc, const char* const* argv);

void add_init(CLI::App& app, Terminal& terminal);
void add_serve(CLI::App& app, Terminal& terminal);
void add_demo(CLI::App& app, Terminal& terminal);
void add_member(CLI::App& app, Terminal& terminal);
void add_pack(CLI::App& app, Terminal& terminal);
void add_backup(CLI::App& app, Terminal& terminal);
void add_restore(CLI::App& app, Terminal& terminal);
void add_erasures(CLI::App& app, Terminal& terminal);
void add_log(CLI::App& app, Terminal& terminal);
void add_import(CLI::App& app, Terminal& terminal);
void add_export(CLI::App& app, Terminal& terminal);
void add_mail(CLI::App& app, Terminal& terminal);

// In English, with each field: for a person at a terminal.
std::string sentence_of(const Problem& problem);
// The value, or Refused with the problem's sentence.
template <class T>
T or_refuse(Result<T> result) {
  if (!result) throw Refused{sentence_of(result.error())};
  return std::move(*result);
}

}  // namespace nrm::app
