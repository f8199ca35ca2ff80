#include <algorithm>
#include <map>

#include "nrm/directory/directory.hpp"
#include "nrm/letters/figures.hpp"
#include "nrm/referral/ledger.hpp"
#include "nrm/supervision/supervision.hpp"

namespace nrm::supervision {
namespace {

struct Place {
  std::optional<OrganisationId> body;
  std::string region;
};

class Places {
 public:
  explicit Places(storage::Reader& reader) : reader_{reader} {}

  Place of_team(const TeamId& id) {
    auto& place = teams_[id];
    if (!place) {
      const auto team = directory::find_team(reader_, id);
      place = team ? Place{team->organisation, team->region} : Place{};
    }
    return *place;
  }
  Place of_partner(const std::optional<OrganisationId>& id) {
    const auto body = id ? directory::find_organisation(reader_, *id) : std::nullopt;
    return body ? Place{body->id, body->region} : Place{};
  }

 private:
  storage::Reader& reader_;
  std::map<TeamId, std::optional<Place>> teams_;
};

bool was_accepted(const referral::FigureRow& row) {
  return row.answered_at && !row.declined;
}

Fact fact_of(const referral::LedgerRow& row, Places& places) {
  const auto& figure = row.figure;
  auto place = places.of_team(figure.to_team);
  const auto origin = row.origin.value_or(row.id);
  return {.chain = origin.text(),
          .is_first = !row.origin,
          .by_letter = false,
          .body = place.body,
          .region = std::move(place.region),
          .need = figure.need,
          .sent_at = figure.sent_at,
          .due_at = figure.answer_due_at,
          .seen_at = figure.seen_at,
          .answered_at = figure.answered_at,
          .accepted = was_accepted(figure),
          .declined = figure.declined,
          .reason = figure.declined ? figure.reason_code.value_or("") : "",
          .first_contact_at = figure.first_contact_at,
          .completed_at = figure.completed_at,
          .ended_at = figure.ended_at};
}

// A letter without an answer ends when its page closes, or when it is taken back. Of those that were taken back before
// that time was kept, nothing is known of later than their sending.
Fact fact_of(const letters::Figure& letter, Places& places) {
  auto place = places.of_partner(letter.partner);
  Fact out{.chain = letter.id.text(),
           .is_first = true,
           .by_letter = true,
           .body = place.body,
           .region = std::move(place.region),
           .need = letter.need,
           .sent_at = letter.sent_at,
           .due_at = letter.until};
  out.answered_at = letter.answered_at;
  out.accepted = letter.state == letters::State::accepted;
  out.declined = letter.state == letters::State::declined;
  out.reason = out.declined ? letter.reason_code.value_or("") : "";
  if (letter.state == letters::State::expired) out.ended_at = letter.until;
  if (letter.state == letters::State::recalled) out.ended_at = letter.ended_at.value_or(letter.sent_at);
  return out;
}

}  // namespace

std::vector<Fact> read_facts(storage::Reader& reader, UtcTime since, UtcTime until) {
  Places places{reader};
  std::vector<Fact> out;
  for (const auto& row : referral::ledger_rows(reader, since, until)) out.push_back(fact_of(row, places));
  for (const auto& letter : letters::figure_rows(reader, since, until)) out.push_back(fact_of(letter, places));
  return out;
}

}  // namespace nrm::supervision
