#include "cell.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "nrm/kernel/time.hpp"

namespace nrm::htcds {
namespace {

bool all_in(std::string_view text, std::string_view letters) {
  return text.find_first_not_of(letters) == std::string_view::npos;
}

Reading fault(std::string code) {
  return {{}, std::move(code)};
}

// Year first, or days with points: with slashes nobody can tell the day from the month.
Reading read_date(std::string_view raw) {
  auto text = std::string{trim(raw)};
  if (text.size() == 10 && text[2] == '.' && text[5] == '.')
    text = text.substr(6) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2);
  if (text.size() == 10 && text[4] == '/' && text[7] == '/') text[4] = text[7] = '-';
  if (text.find('/') != std::string::npos) return fault("ambiguous-date");
  const auto date = parse_iso_date(text);
  return date ? Reading{to_iso(*date), {}} : fault("not-a-date");
}

Reading read_flag(std::string_view raw) {
  static constexpr std::array<std::string_view, 5> kYes{"true", "yes", "1", "y", "x"};
  static constexpr std::array<std::string_view, 4> kNo{"false", "no", "0", "n"};
  const auto text = fold(raw);
  if (std::ranges::find(kYes, text) != kYes.end()) return {"true", {}};
  if (std::ranges::find(kNo, text) != kNo.end()) return {"false", {}};
  return fault("not-in-list");
}

Reading read_number(std::string_view raw) {
  const auto text = trim(raw);
  if (text.empty() || !all_in(text, "0123456789")) return fault("wrong-type");
  return {std::string{text}, {}};
}

// ISO 3166-1 alpha-2 and ISO 639-2: the standard names them and carries no list of its own.
std::optional<std::string> find_foreign(std::string_view list, std::string_view raw) {
  auto text = fold(raw);
  if (!all_in(text, "abcdefghijklmnopqrstuvwxyz")) return std::nullopt;
  if (list == "language") return text.size() == 2 || text.size() == 3 ? std::optional{text} : std::nullopt;
  if (list != "country" || text.size() != 2) return std::nullopt;
  for (char& letter : text) letter = static_cast<char>(letter - 'a' + 'A');
  return text;
}

struct List {
  const Standard& standard;
  const StandardField& key;
  std::string_view name;
  std::optional<std::string> find(std::string_view raw) const {
    return standard.has_list(key.key) ? standard.find_value(key.key, raw) : find_foreign(name, raw);
  }
};

std::vector<std::string_view> split(std::string_view raw, char separator) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto end = raw.find(separator);
    if (!trim(raw.substr(0, end)).empty()) out.push_back(trim(raw.substr(0, end)));
    if (end == std::string_view::npos) return out;
    raw.remove_prefix(end + 1);
  }
}

// Labels hold spaces, so spaces part values only where no part of the cell is a label.
std::optional<std::vector<std::string>> find_all(const List& list, std::string_view raw) {
  for (const char separator : {';', ' '}) {
    std::vector<std::string> out;
    bool all = true;
    for (const auto part : split(raw, separator)) {
      const auto value = list.find(part);
      all = all && value.has_value();
      if (value && std::ranges::find(out, *value) == out.end()) out.push_back(*value);
    }
    if (all && !out.empty()) return out;
  }
  return std::nullopt;
}

Reading read_one(const List& list, std::string_view raw) {
  if (auto value = list.find(raw)) return {std::move(*value), {}};
  const auto several = find_all(list, raw);
  if (!several) return fault("not-in-list");
  return several->size() == 1 ? Reading{several->front(), {}} : fault("one-value-only");
}

Reading read_several(const List& list, std::string_view raw) {
  const auto values = find_all(list, raw);
  if (!values) return fault("not-in-list");
  return {fmt::format("[\"{}\"]", fmt::join(*values, "\",\"")), {}};
}

std::string join_codes(std::string_view json) {
  std::string out;
  for (std::size_t at = json.find('"'); at != std::string_view::npos; at = json.find('"', at)) {
    const auto end = json.find('"', at + 1);
    if (end == std::string_view::npos) break;
    if (!out.empty()) out += ';';
    out += json.substr(at + 1, end - at - 1);
    at = end + 1;
  }
  return out;
}

}  // namespace

Reading read_cell(const Standard& standard, const StandardField& key, const casefile::Field& field,
                  std::string_view raw) {
  const auto kind = field.kind;
  const List list{standard, key, kind.substr(std::min(kind.size(), kind.find(':') + 1))};
  if (kind == "date") return read_date(raw);
  if (kind == "flag") return read_flag(raw);
  if (kind == "number") return read_number(raw);
  if (kind.starts_with("codes:")) return read_several(list, raw);
  if (kind.starts_with("code:")) return read_one(list, raw);
  return {std::string{raw}, {}};
}

std::string write_cell(const casefile::Field& field, std::string_view stored) {
  return field.kind.starts_with("codes:") ? join_codes(stored) : std::string{stored};
}

std::string neutralise(std::string cell) {
  static constexpr std::string_view kFormula = "=+-@\t\r";
  if (!cell.empty() && kFormula.find(cell.front()) != std::string_view::npos) cell.insert(cell.begin(), '\'');
  return cell;
}

}  // namespace nrm::htcds
