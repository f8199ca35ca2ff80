#include "nrm/reconciliation/compare.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace nrm::reconciliation {
namespace {

struct KindName {
  Line::Kind kind;
  std::string_view name;
};
constexpr std::array kKindNames{KindName{Line::Kind::matched, "matched"},
                                KindName{Line::Kind::missing_here, "missing-here"},
                                KindName{Line::Kind::missing_there, "missing-there"},
                                KindName{Line::Kind::in_doubt, "in-doubt"}, KindName{Line::Kind::total, "total"}};

class ListComparison {
 public:
  ListComparison(const std::vector<Entry>& ledger, Side side, const Declaration& declaration, const Settled& settled)
      : ledger_{ledger}, declaration_{declaration}, settled_{settled}, side_{side} {}

  std::vector<Line> run() {
    make_lines();
    for (auto& line : lines_) match_as_settled(line);
    match_references();
    for (auto& line : lines_) find_candidates(line);
    add_missing_there();
    return std::move(lines_);
  }

 private:
  void make_lines() {
    std::map<std::string, int> before;
    std::set<std::string> references;
    for (const auto& declared : declaration_.lines) {
      const auto what = fmt::format("{}:{}:{}", declared.reference, to_iso(declared.day), declared.need);
      Line line;
      line.kind = Line::Kind::missing_here;
      line.side = side_;
      line.key = fmt::format("{}:{}:{}", name_of(side_), what, ++before[what]);
      line.reference = declared.reference;
      line.need = declared.need;
      line.day = declared.day;
      line.month = month_of(declared.day);
      line.declared = 1;
      line.repeated = !declared.reference.empty() && !references.insert(declared.reference).second;
      lines_.push_back(std::move(line));
    }
  }

  void match(Line& line, const Entry& entry) {
    line.kind = Line::Kind::matched;
    line.entry = entry.id;
    line.known = 1;
    taken_.insert(entry.id);
  }

  void match_as_settled(Line& line) {
    const auto found = settled_.find(line.key);
    if (found == settled_.end()) return;
    for (const auto& entry : ledger_)
      if (entry.id == found->second && !taken_.contains(entry.id)) return match(line, entry);
  }

  void match_references() {
    std::map<std::string, const Entry*> by_reference;
    for (const auto& entry : ledger_)
      if (!entry.reference.empty() && !taken_.contains(entry.id)) by_reference.emplace(entry.reference, &entry);
    for (auto& line : lines_) {
      const auto found = by_reference.find(line.reference);
      if (line.kind != Line::Kind::missing_here || found == by_reference.end()) continue;
      if (!taken_.contains(found->second->id)) match(line, *found->second);
    }
  }

  // A settled "none of these" has looked at them already.
  void find_candidates(Line& line) {
    const auto settled = settled_.find(line.key);
    if (line.kind != Line::Kind::missing_here || line.repeated || settled != settled_.end()) return;
    for (const auto& entry : ledger_)
      if (entry.day == line.day && entry.need == line.need && !taken_.contains(entry.id))
        line.candidates.push_back(entry.id);
    if (!line.candidates.empty()) line.kind = Line::Kind::in_doubt;
    candidates_.insert(line.candidates.begin(), line.candidates.end());
  }

  void add_missing_there() {
    for (const auto& entry : ledger_) {
      if (!entry.day || taken_.contains(entry.id) || candidates_.contains(entry.id)) continue;
      Line line;
      line.kind = Line::Kind::missing_there;
      line.side = side_;
      line.key = fmt::format("{}:known:{}", name_of(side_), entry.id);
      line.reference = entry.reference;
      line.need = entry.need;
      line.day = entry.day;
      line.month = entry.month;
      line.entry = entry.id;
      line.known = 1;
      lines_.push_back(std::move(line));
    }
  }

  const std::vector<Entry>& ledger_;
  const Declaration& declaration_;
  const Settled& settled_;
  Side side_;
  std::vector<Line> lines_;
  std::set<std::string> taken_;
  std::set<std::string> candidates_;
};

std::string key_of_total(Side side, Month month, const std::string& need) {
  return fmt::format("{}:total:{}:{}", name_of(side), to_text(month), need);
}

std::vector<Line> compare_totals(const std::vector<Entry>& ledger, Side side, const Declaration& declaration) {
  std::map<std::pair<Month, std::string>, Line> lines;
  for (const auto& entry : ledger)
    if (entry.line != key_of_total(side, entry.month, entry.need))
      lines[{entry.month, entry.need}].known += entry.referrals;
  for (const auto& total : declaration.totals) lines[{total.month, total.need}].declared += total.referrals;
  std::vector<Line> out;
  for (auto& [cell, line] : lines) {
    line.kind = Line::Kind::total;
    line.side = side;
    line.month = cell.first;
    line.need = cell.second;
    line.key = key_of_total(side, line.month, line.need);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

std::string_view name_of(Entry::Way way) {
  switch (way) {
    case Entry::Way::referral:
      return "referral";
    case Entry::Way::letter:
      return "letter";
    case Entry::Way::entered:
      break;
  }
  return "entered";
}

std::string_view name_of(Line::Kind kind) {
  return std::ranges::find(kKindNames, kind, &KindName::kind)->name;
}

std::optional<Line::Kind> parse_line_kind(std::string_view name) {
  const auto* found = std::ranges::find(kKindNames, name, &KindName::name);
  return found == kKindNames.end() ? std::nullopt : std::optional{found->kind};
}

Side explains(const Line& line) {
  const bool declared_more = line.declared > line.known;
  switch (line.kind) {
    case Line::Kind::missing_here:
      return Side::sender;
    case Line::Kind::total:
      return declared_more ? Side::sender : line.side;
    default:
      return line.side;
  }
}

std::vector<Line> compare(const std::vector<Entry>& ledger, Side side, const Declaration& declaration,
                          const Settled& settled) {
  if (declaration.kind == Declaration::Kind::totals) return compare_totals(ledger, side, declaration);
  return ListComparison{ledger, side, declaration, settled}.run();
}

Figures figures_of(const std::vector<Line>& lines) {
  Figures out;
  for (const auto& line : lines) {
    out.declared += line.declared;
    out.matched += std::min(line.known, line.declared);
    if (line.kind == Line::Kind::in_doubt) {
      ++out.in_doubt;
    } else {
      out.missing_here += std::max<std::int64_t>(0, line.declared - line.known);
      out.missing_there += std::max<std::int64_t>(0, line.known - line.declared);
    }
  }
  return out;
}

std::int64_t count_known(const std::vector<Entry>& ledger) {
  std::int64_t out = 0;
  for (const auto& entry : ledger) out += entry.referrals;
  return out;
}

}  // namespace nrm::reconciliation
