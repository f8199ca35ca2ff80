#include "nrm/letters/figures.hpp"

#include "store.hpp"

namespace nrm::letters {

std::vector<Figure> figure_rows(storage::Reader& reader, UtcTime from, UtcTime until) {
  std::vector<Figure> out;
  for (const auto& raw :
       reader.query("SELECT * FROM letter WHERE sent_at >= $from AND sent_at < $until ORDER BY sent_at, id",
                    {{"from", from}, {"until", until}})) {
    auto row = row_of(raw);
    const auto sender = raw.maybe_text("sent_by_team");
    out.push_back({row.id, std::move(row.reference), sender ? TeamId::from_row(*sender) : row.from_team, row.partner,
                   std::move(row.need), row.sent_at, row.due_at, row.state, row.answered_at, row.answered_how,
                   std::move(row.reason_code)});
  }
  return out;
}

}  // namespace nrm::letters
