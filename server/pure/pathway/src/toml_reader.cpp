#include "toml_reader.hpp"

#include <set>

#include <fmt/format.h>

#include "bare_text.hpp"
#include "nrm/kernel/text.hpp"
#include "nrm/kernel/toml.hpp"

namespace nrm::pathway {

struct TomlReader::Document {
  std::string file;
  toml::table root;
  PackFaults* faults;
};

struct TomlReader::Node {
  std::shared_ptr<Document> document;
  const toml::table* table;
  std::set<std::string, std::less<>> asked = {};

  const toml::node* ask(std::string_view key, Need need, int here, PackFaults& faults) {
    asked.emplace(key);
    const auto* found = table->get(key);
    if (found == nullptr && need == required)
      faults.push_back({document->file, here, "missing-key", fmt::format("\"{}\" is missing here", key)});
    return found;
  }
};

namespace {
int line_number(const toml::node& node) {
  return static_cast<int>(node.source().begin.line);
}
}  // namespace

TomlReader::TomlReader(std::shared_ptr<Node> node) : node_{std::move(node)} {}

std::optional<TomlReader> TomlReader::parse(std::string file, std::string_view text, PackFaults& faults) {
  if (text.find('\0') != std::string_view::npos || !is_valid_utf8(text)) {
    faults.push_back({file, 1, "malformed-toml", "is not UTF-8 text"});
    return std::nullopt;
  }
  if (const auto line = find_bare_non_ascii(text)) {
    faults.push_back({file, *line, "malformed-toml", "a letter beyond ASCII stands outside quotation marks"});
    return std::nullopt;
  }
  auto parsed = toml::parse(text);
  if (!parsed) {
    const auto where = parsed.error().source().begin.line;
    faults.push_back({file, static_cast<int>(where), "malformed-toml", std::string{parsed.error().description()}});
    return std::nullopt;
  }
  auto document = std::make_shared<Document>(Document{std::move(file), std::move(parsed).table(), &faults});
  return TomlReader{std::make_shared<Node>(Node{document, &document->root})};
}

int TomlReader::line() const {
  const auto at = line_number(*node_->table);
  return at > 0 ? at : 1;
}

int TomlReader::line_of(std::string_view key) const {
  const auto* found = node_->table->get(key);
  return found != nullptr && line_number(*found) > 0 ? line_number(*found) : line();
}

const std::string& TomlReader::file() const {
  return node_->document->file;
}

void TomlReader::fault(int at, std::string code, std::string message) {
  node_->document->faults->push_back({file(), at, std::move(code), std::move(message)});
}

std::string TomlReader::text(std::string_view key, Need need) {
  const auto* node = node_->ask(key, need, line(), *node_->document->faults);
  if (node == nullptr) return {};
  const auto value = node->value_exact<std::string>();
  if (!value || (need == required && value->empty())) {
    fault(line_of(key), "wrong-type", fmt::format("\"{}\" must be a text that is not empty", key));
    return {};
  }
  return *value;
}

int TomlReader::integer(std::string_view key, int min, int max, Need need) {
  const auto* node = node_->ask(key, need, line(), *node_->document->faults);
  if (node == nullptr) return min;
  const auto value = node->value_exact<std::int64_t>();
  if (value && *value >= min && *value <= max) return static_cast<int>(*value);
  fault(line_of(key), value ? "out-of-range" : "wrong-type",
        fmt::format("\"{}\" must be a whole number from {} to {}", key, min, max));
  return min;
}

bool TomlReader::flag(std::string_view key) {
  const auto* node = node_->ask(key, optional, line(), *node_->document->faults);
  if (node == nullptr) return false;
  const auto value = node->value_exact<bool>();
  if (!value) fault(line_of(key), "wrong-type", fmt::format("\"{}\" must be true or false", key));
  return value.value_or(false);
}

std::optional<Date> TomlReader::date(std::string_view key, Need need) {
  const auto* node = node_->ask(key, need, line(), *node_->document->faults);
  if (node == nullptr) return std::nullopt;
  const auto value = node->value_exact<toml::date>();
  // The kernel's reader holds the range of years that calendars can work with.
  const auto iso = value ? fmt::format("{:04}-{:02}-{:02}", value->year, value->month, value->day) : std::string{};
  auto date = parse_iso_date(iso);
  if (!date)
    fault(line_of(key), "bad-date", fmt::format("\"{}\" must be a date such as 2018-02-15, without quotes", key));
  return date;
}

std::vector<std::string> TomlReader::texts(std::string_view key, Need need) {
  const auto* node = node_->ask(key, need, line(), *node_->document->faults);
  if (node == nullptr) return {};
  std::vector<std::string> out;
  const auto* array = node->as_array();
  bool good = array != nullptr;
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    const auto value = (*array)[i].value_exact<std::string>();
    good = value.has_value();
    if (good) out.push_back(*value);
  }
  if (!good) fault(line_of(key), "wrong-type", fmt::format("\"{}\" must be a list of texts", key));
  return out;
}

Labels TomlReader::labels(std::string_view key, const std::vector<std::string>& languages) {
  Labels out;
  auto inner = table(key);
  if (!inner) return out;
  for (const auto& [language, node] : *inner->node_->table) {
    inner->node_->asked.emplace(language.str());
    const auto value = node.value_exact<std::string>();
    if (value && !value->empty())
      out.emplace(language.str(), *value);
    else
      fault(line_number(node), "wrong-type",
            fmt::format("the text in \"{}\" must be a text that is not empty", language.str()));
  }
  for (const auto& language : languages)
    if (!out.contains(language))
      fault(inner->line(), "missing-string", fmt::format("\"{}\" has no text in \"{}\"", key, language));
  return out;
}

std::optional<Period> TomlReader::period(std::string_view key, Need need) {
  auto inner = table(key, need);
  if (!inner) return std::nullopt;
  Period out;
  out.count = inner->integer("count", 0, 10'000);
  const auto unit = inner->text("unit");
  if (const auto known = parse_period_unit(unit))
    out.unit = *known;
  else if (!unit.empty())
    fault(inner->line_of("unit"), "unknown-unit",
          fmt::format("\"{}\" is not hours, calendar-days, working-days or calendar-months", unit));
  inner->finish();
  return out;
}

std::optional<TomlReader> TomlReader::table(std::string_view key, Need need) {
  const auto* node = node_->ask(key, need, line(), *node_->document->faults);
  if (node == nullptr) return std::nullopt;
  if (const auto* found = node->as_table()) return TomlReader{std::make_shared<Node>(Node{node_->document, found})};
  fault(line_of(key), "wrong-type", fmt::format("\"{}\" must be a table", key));
  return std::nullopt;
}

std::vector<TomlReader> TomlReader::tables(std::string_view key, Need need) {
  const auto* node = node_->ask(key, need, line(), *node_->document->faults);
  std::vector<TomlReader> out;
  if (node == nullptr) return out;
  const auto* array = node->as_array();
  bool good = array != nullptr;
  for (std::size_t i = 0; good && i < array->size(); ++i) {
    const auto* found = (*array)[i].as_table();
    good = found != nullptr;
    if (good) out.push_back(TomlReader{std::make_shared<Node>(Node{node_->document, found})});
  }
  if (!good) fault(line_of(key), "wrong-type", fmt::format("\"{}\" must be a list of tables", key));
  return out;
}

Origin TomlReader::origin() {
  Origin out{text("source"), text("verified"), file(), line()};
  if (!out.verified.empty() && !is_verified_word(out.verified))
    fault(line_of("verified"), "bad-verified", "\"verified\" begins with yes, no, part or second-hand");
  return out;
}

void TomlReader::finish() {
  for (const auto& [key, node] : *node_->table)
    if (!node_->asked.contains(key.str()))
      fault(line_number(node) > 0 ? line_number(node) : line(), "unknown-key",
            fmt::format("\"{}\" is not a key of this table", key.str()));
}

bool is_verified_word(std::string_view verified) {
  for (const std::string_view word : {"yes", "no", "part", "second-hand"})
    if (verified.substr(0, word.size()) == word) return true;
  return false;
}

}  // namespace nrm::pathway
