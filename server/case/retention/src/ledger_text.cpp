// The ledger as a file: lines of words with one blank between, so that a person can read what it holds.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "nrm/retention/ledger.hpp"

namespace nrm::retention {
namespace {

constexpr std::string_view kFirstLine = "opennrm erasures 1";
constexpr std::size_t kLongestLine = 300;

using Words = std::vector<std::string_view>;

Words words_of(std::string_view line) {
  Words out;
  for (;;) {
    const auto blank = line.find(' ');
    out.push_back(line.substr(0, blank));
    if (blank == std::string_view::npos) return out;
    line.remove_prefix(blank + 1);
  }
}

std::string line_of(const Erased& entry) {
  const auto common = fmt::format("{} {} {}", entry.id, to_rfc3339(entry.at), to_hex(entry.digest));
  switch (entry.kind) {
    case Erased::Kind::whole_case:
      return "case " + common;
    case Erased::Kind::statistics_row:
      return "statistics " + common;
    case Erased::Kind::part:
      break;
  }
  return fmt::format("part {} {} {}", common, entry.retention_class,
                     entry.extent == casefile::Extent::all ? "all" : "written-text");
}

std::optional<Erased> parse_entry(const Words& words) {
  static const std::map<std::string_view, Erased::Kind> kinds{
      {"case", Erased::Kind::whole_case}, {"statistics", Erased::Kind::statistics_row}, {"part", Erased::Kind::part}};
  const auto kind = kinds.find(words[0]);
  if (kind == kinds.end() || words.size() != (kind->second == Erased::Kind::part ? 6U : 4U)) return std::nullopt;
  const auto at = parse_rfc3339(words[2]);
  const auto digest = from_hex(words[3]);
  Erased out{kind->second, std::string{words[1]}, {}, {}, {}, {}};
  if (!parse_uuid(words[1]) || !at || !digest || digest->size() != out.digest.size()) return std::nullopt;
  out.at = *at;
  std::copy(digest->begin(), digest->end(), out.digest.begin());
  if (out.kind != Erased::Kind::part) return out;
  out.retention_class = words[4];
  // A class that this version does not know could not be erased over again: better refused than passed over.
  const auto known = std::find(std::begin(pathway::kRetentionClasses), std::end(pathway::kRetentionClasses), words[4]);
  if (known == std::end(pathway::kRetentionClasses)) return std::nullopt;
  if (words[5] != "all" && words[5] != "written-text") return std::nullopt;
  out.extent = words[5] == "all" ? casefile::Extent::all : casefile::Extent::written_text;
  return out;
}

class Lines {
 public:
  explicit Lines(std::string_view text) : rest_{text} {}
  std::optional<std::string_view> next() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    ++number_;
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  bool ended() const { return rest_.empty(); }
  std::string fault(std::string_view what) const { return fmt::format("line {} {}", number_, what); }

 private:
  std::string_view rest_;
  int number_ = 0;
};

}  // namespace

std::string to_text(const Ledger& ledger) {
  std::string out = fmt::format("{}\nas-of {}\n", kFirstLine, to_rfc3339(ledger.as_of));
  for (const auto& entry : ledger.entries) out += line_of(entry) + "\n";
  return out + fmt::format("end {}\n", ledger.entries.size());
}

tl::expected<Ledger, std::string> parse_ledger(std::string_view text) {
  Lines lines{text};
  if (lines.next() != kFirstLine) return tl::unexpected(std::string{"it is no file of erasures"});
  Ledger out;
  const auto head = lines.next();
  const auto as_of = head && head->starts_with("as-of ") ? parse_rfc3339(head->substr(6)) : std::nullopt;
  if (!as_of) return tl::unexpected(lines.fault("does not say from when the file is"));
  out.as_of = *as_of;
  while (const auto line = lines.next()) {
    if (*line == fmt::format("end {}", out.entries.size())) {
      if (!lines.ended() || to_text(out) != text) return tl::unexpected(lines.fault("is not the last, or was edited"));
      return out;
    }
    auto entry = line->size() > kLongestLine ? std::nullopt : parse_entry(words_of(*line));
    if (!entry) return tl::unexpected(lines.fault("cannot be read"));
    out.entries.push_back(std::move(*entry));
  }
  return tl::unexpected(std::string{"it was cut off: its last line is missing"});
}

}  // namespace nrm::retention
