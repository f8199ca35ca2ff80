#include "ledger.hpp"

#include "nrm/directory/directory.hpp"
#include "nrm/letters/figures.hpp"
#include "nrm/referral/ledger.hpp"

namespace nrm::app {
namespace {

using reconciliation::Entry;
using reconciliation::Known;

class Bodies {
 public:
  explicit Bodies(storage::Reader& reader) : reader_{reader} {}
  bool is_of(const TeamId& team, const OrganisationId& body) {
    auto& found = teams_[team];
    if (!found) found = directory::find_team(reader_, team);
    return found && found->organisation == body;
  }

 private:
  storage::Reader& reader_;
  std::map<TeamId, std::optional<directory::Team>> teams_;
};

bool was_taken_back_unseen(const referral::FigureRow& row) {
  return row.state == referral::State::recalled && !row.seen_at;
}

}  // namespace

std::vector<Known> known_between(storage::Reader& reader, const reconciliation::Pair& pair, UtcTime since,
                                 UtcTime until) {
  Bodies bodies{reader};
  std::vector<Known> out;
  for (auto& row : referral::ledger_rows(reader, since, until)) {
    const auto& figure = row.figure;
    if (!bodies.is_of(figure.from_team, pair.from) || !bodies.is_of(figure.to_team, pair.to)) continue;
    if (was_taken_back_unseen(figure)) continue;
    out.push_back(
        {"referral:" + row.id.text(), Entry::Way::referral, std::move(row.reference), figure.need, figure.sent_at});
  }
  for (auto& letter : letters::figure_rows(reader, since, until)) {
    if (letter.partner != pair.to || letter.state == letters::State::recalled) continue;
    if (!bodies.is_of(letter.from_team, pair.from)) continue;
    out.push_back({"letter:" + letter.id.text(), Entry::Way::letter, std::move(letter.reference),
                   std::move(letter.need), letter.sent_at});
  }
  return out;
}

}  // namespace nrm::app
