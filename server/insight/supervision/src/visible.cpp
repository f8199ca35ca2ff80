// What may be shown of figures to whoever belongs to none of the bodies.
#include <map>
#include <numeric>

#include "nrm/disclosure/small_cells.hpp"
#include "nrm/supervision/figures.hpp"

namespace nrm::supervision {
namespace {

using Table = std::map<std::string, std::int64_t>;

struct ShownTable {
  bool total = true;
  std::set<std::string> keys;
};

ShownTable shown(const Table& table, const std::set<std::string>& hidden) {
  std::vector<std::int64_t> counts;
  std::vector<bool> is_hidden;
  for (const auto& [key, count] : table) {
    counts.push_back(count);
    is_hidden.push_back(hidden.contains(key));
  }
  const auto cells = disclosure::shown_cells(counts, is_hidden);
  ShownTable out{cells.total, {}};
  std::size_t at = 0;
  for (const auto& [key, count] : table)
    if (cells.cells[at++]) out.keys.insert(key);
  return out;
}

// A year less the quarters that are shown is what the others come to: that must not be small either.
ShownTable shown_with_parts(const Table& whole, const std::vector<Table>& parts) {
  Table hidden_sum;
  for (const auto& part : parts) {
    const auto seen = shown(part, {});
    for (const auto& [key, count] : part)
      if (!seen.keys.contains(key)) hidden_sum[key] += count;
  }
  std::set<std::string> hidden;
  for (const auto& [key, sum] : hidden_sum)
    if (disclosure::is_small(sum)) hidden.insert(key);
  return shown(whole, hidden);
}

Table groups_of(const Figures& figures) {
  Table out;
  for (const auto& group : figures.groups) out.emplace(group.key, group.asked);
  return out;
}

Table reasons_of(const Figures& figures) {
  Table out;
  for (const auto& reason : figures.reasons) out.emplace(reason.code, reason.declined);
  return out;
}

template <class Read>
std::vector<Table> tables_of(const std::vector<Figures>& parts, Read read) {
  std::vector<Table> out;
  for (const auto& part : parts) out.push_back(read(part));
  return out;
}

// A stage by itself: it is no part of a sum.
template <class Read>
bool shows_stage(const Figures& whole, const std::vector<Figures>& parts, Read read) {
  std::int64_t hidden = 0;
  for (const auto& part : parts)
    if (disclosure::is_small(read(part))) hidden += read(part);
  return !disclosure::is_small(read(whole)) && !disclosure::is_small(hidden);
}

}  // namespace

Visible visible_of(const Figures& whole, const std::vector<Figures>& parts) {
  Visible out;
  auto groups = shown_with_parts(groups_of(whole), tables_of(parts, groups_of));
  auto reasons = shown_with_parts(reasons_of(whole), tables_of(parts, reasons_of));
  const auto asked = [](const Figures& figures) { return figures.total.asked; };
  out.total = groups.total && shows_stage(whole, parts, asked);
  if (out.total) out.groups = std::move(groups.keys);
  const auto declined = [](const Figures& figures) {
    return std::accumulate(figures.reasons.begin(), figures.reasons.end(), std::int64_t{0},
                           [](std::int64_t sum, const Reason& reason) { return sum + reason.declined; });
  };
  out.declined = reasons.total && shows_stage(whole, parts, declined);
  if (out.declined) out.reasons = std::move(reasons.keys);
  for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
    out.referrals[stage] =
        shows_stage(whole, parts, [stage](const Figures& figures) { return figures.funnel[stage].referrals; });
    out.letters[stage] = shows_stage(
        whole, parts, [stage](const Figures& figures) { return figures.funnel[stage].letters.value_or(0); });
  }
  return out;
}

}  // namespace nrm::supervision
