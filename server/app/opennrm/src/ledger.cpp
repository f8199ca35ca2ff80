#include "ledger.hpp"

#include "nrm/letters/figures.hpp"
#include "nrm/referral/ledger.hpp"

namespace nrm::app {
namespace {

using reconciliation::Entry;
using reconciliation::Known;

bool was_taken_back_unseen(const referral::FigureRow& row) {
  return row.state == referral::State::recalled && !row.seen_at;
}

}  // namespace

std::vector<Known> known_between(storage::Reader& reader, const reconciliation::Pair& pair, UtcTime since,
                                 UtcTime until) {
  std::vector<Known> out;
  for (auto& row : referral::ledger_rows_between(reader, pair.from, pair.to, since, until)) {
    const auto& figure = row.figure;
    if (was_taken_back_unseen(figure)) continue;
    out.push_back(
        {"referral:" + row.id.text(), Entry::Way::referral, std::move(row.reference), figure.need, figure.sent_at});
  }
  for (auto& letter : letters::figure_rows_between(reader, pair.from, pair.to, since, until)) {
    if (letter.state == letters::State::recalled) continue;
    out.push_back({"letter:" + letter.id.text(), Entry::Way::letter, std::move(letter.reference),
                   std::move(letter.need), letter.sent_at});
  }
  return out;
}

}  // namespace nrm::app
