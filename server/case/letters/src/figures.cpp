#include "nrm/letters/figures.hpp"

#include "store.hpp"

namespace nrm::letters {

namespace {

std::vector<Figure> figures_from(const storage::Rows& rows) {
  std::vector<Figure> out;
  for (const auto& raw : rows) {
    auto row = row_of(raw);
    const auto sender = raw.maybe_text("sent_by_team");
    out.push_back({row.id, std::move(row.reference), sender ? TeamId::from_row(*sender) : row.from_team, row.partner,
                   std::move(row.need), row.sent_at, row.due_at, row.state, row.answered_at, raw.maybe_time("ended_at"),
                   row.answered_how, std::move(row.reason_code)});
  }
  return out;
}

}  // namespace

std::vector<Figure> figure_rows(storage::Reader& reader, UtcTime from, UtcTime until) {
  return figures_from(
      reader.query("SELECT * FROM letter WHERE sent_at >= $from AND sent_at < $until ORDER BY sent_at, id",
                   {{"from", from}, {"until", until}}));
}

std::vector<Figure> figure_rows_between(storage::Reader& reader, const OrganisationId& sender,
                                        const OrganisationId& partner, UtcTime from, UtcTime until) {
  return figures_from(reader.query(
      "SELECT * FROM letter WHERE partner = $partner AND sent_at >= $from AND sent_at < $until AND EXISTS (SELECT 1 "
      "FROM team t WHERE t.id = COALESCE(letter.sent_by_team, letter.from_team) AND t.organisation_id = $sender) ORDER "
      "BY sent_at, id",
      {{"partner", partner}, {"from", from}, {"until", until}, {"sender", sender}}));
}

}  // namespace nrm::letters
