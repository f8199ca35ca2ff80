#include "nrm/referral/ledger.hpp"

#include <fmt/format.h>

#include "figure_columns.hpp"

namespace nrm::referral {
namespace {

std::vector<LedgerRow> rows_where(storage::Reader& reader, std::string_view condition, const storage::Params& params) {
  std::vector<LedgerRow> out;
  for (const auto& row : reader.query(
           fmt::format("SELECT {}, id, reference FROM referral WHERE asked = 1 AND sent_at >= $from AND sent_at < "
                       "$until {} ORDER BY sent_at, id",
                       figure_columns(), condition),
           params)) {
    const auto origin = row.maybe_text("origin");
    out.push_back({row.id<ReferralId>("id"), row.text("reference"),
                   origin ? std::optional{ReferralId::from_row(*origin)} : std::nullopt, figure_of(row)});
  }
  return out;
}

}  // namespace

std::vector<LedgerRow> ledger_rows(storage::Reader& reader, UtcTime from, UtcTime until) {
  return rows_where(reader, "", {{"from", from}, {"until", until}});
}

std::vector<LedgerRow> ledger_rows_between(storage::Reader& reader, const OrganisationId& sender,
                                           const OrganisationId& receiver, UtcTime from, UtcTime until) {
  const auto between = fmt::format(
      "AND to_team IN (SELECT id FROM team WHERE organisation_id = $receiver) AND EXISTS (SELECT 1 FROM team t WHERE "
      "t.id = {} AND t.organisation_id = $sender)",
      kSentFrom);
  return rows_where(reader, between, {{"from", from}, {"until", until}, {"sender", sender}, {"receiver", receiver}});
}

}  // namespace nrm::referral
