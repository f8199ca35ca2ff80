// One table of a TOML file, read key by key: what was not asked for is an unknown key. Faults carry file and line.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/time.hpp"
#include "nrm/pathway/clock.hpp"
#include "nrm/pathway/fault.hpp"
#include "nrm/pathway/labels.hpp"

namespace nrm::pathway {

// Used by one thread; `faults` outlives it.
class TomlReader {
 public:
  enum Need { optional, required };
  static std::optional<TomlReader> parse(std::string file, std::string_view text, PackFaults& faults);

  std::string text(std::string_view key, Need need = required);
  int integer(std::string_view key, int min, int max, Need need = required);
  bool flag(std::string_view key);
  std::optional<Date> date(std::string_view key, Need need = required);
  std::vector<std::string> texts(std::string_view key, Need need = required);
  Labels labels(std::string_view key, const std::vector<std::string>& languages);
  std::optional<Period> period(std::string_view key, Need need = required);
  std::optional<TomlReader> table(std::string_view key, Need need = required);
  std::vector<TomlReader> tables(std::string_view key, Need need = required);
  // `source` and `verified`, which every fact has.
  Origin origin();

  int line() const;
  int line_of(std::string_view key) const;
  const std::string& file() const;
  void fault(int at, std::string code, std::string message);
  // Every key nobody asked for is a fault.
  void finish();

 private:
  struct Document;
  struct Node;
  explicit TomlReader(std::shared_ptr<Node> node);
  std::shared_ptr<Node> node_;
};

bool is_verified_word(std::string_view verified);

}  // namespace nrm::pathway
