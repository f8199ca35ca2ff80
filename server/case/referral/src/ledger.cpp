#include "nrm/referral/ledger.hpp"

namespace nrm::referral {

std::vector<LedgerRow> ledger_rows(storage::Reader& reader, UtcTime from, UtcTime until) {
  auto figures = figure_rows(reader, from, until);
  std::vector<LedgerRow> out;
  out.reserve(figures.size());
  // The same rows in the same order: one snapshot.
  for (const auto& row : reader.query(
           "SELECT id, reference, origin FROM referral WHERE asked = 1 AND sent_at >= $from AND sent_at < $until ORDER "
           "BY sent_at, id",
           {{"from", from}, {"until", until}})) {
    if (out.size() == figures.size()) fail_bug("a referral is in the ledger and in no figure");
    const auto origin = row.maybe_text("origin");
    out.push_back({row.id<ReferralId>("id"), row.text("reference"),
                   origin ? std::optional{ReferralId::from_row(*origin)} : std::nullopt,
                   std::move(figures[out.size()])});
  }
  return out;
}

}  // namespace nrm::referral
