#include "nrm/disclosure/small_cells.hpp"

#include <numeric>
#include <optional>

namespace nrm::disclosure {
namespace {

std::int64_t sum_of_hidden(const std::vector<std::int64_t>& counts, const std::vector<bool>& cells) {
  std::int64_t sum = 0;
  for (std::size_t at = 0; at < counts.size(); ++at)
    if (!cells[at]) sum += counts[at];
  return sum;
}

// The smallest that is shown and not empty: hiding it loses least.
std::optional<std::size_t> next_to_hide(const std::vector<std::int64_t>& counts, const std::vector<bool>& cells) {
  std::optional<std::size_t> out;
  for (std::size_t at = 0; at < counts.size(); ++at)
    if (cells[at] && counts[at] > 0 && (!out || counts[at] < counts[*out])) out = at;
  return out;
}

bool one_alone_is_hidden(const std::vector<std::int64_t>& counts, const std::vector<bool>& cells) {
  int hidden = 0;
  for (std::size_t at = 0; at < counts.size(); ++at) hidden += !cells[at] && counts[at] > 0 ? 1 : 0;
  return hidden == 1;
}

}  // namespace

Shown shown_cells(const std::vector<std::int64_t>& counts, const std::vector<bool>& hidden) {
  Shown out;
  out.cells.assign(counts.size(), true);
  out.total = !is_small(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  if (!out.total) {
    out.cells.assign(counts.size(), false);
    return out;
  }
  for (std::size_t at = 0; at < counts.size(); ++at)
    out.cells[at] = !is_small(counts[at]) && (hidden.empty() || !hidden[at]);
  // What is hidden is known together, from the total: it must not be small, nor one cell.
  while (is_small(sum_of_hidden(counts, out.cells)) || one_alone_is_hidden(counts, out.cells)) {
    const auto next = next_to_hide(counts, out.cells);
    if (!next) break;
    out.cells[*next] = false;
  }
  return out;
}

}  // namespace nrm::disclosure
