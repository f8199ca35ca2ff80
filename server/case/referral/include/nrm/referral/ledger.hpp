// Referrals as two bodies count them: what was asked of whom under which reference, and which were one chain. For the
// reconciliation of what two bodies say and for figures about them; no case, no person.
#pragma once

#include "nrm/referral/figures.hpp"

namespace nrm::referral {

struct LedgerRow {
  ReferralId id;
  std::string reference;
  std::optional<ReferralId> origin;  // a stand-in's: the first that was asked
  FigureRow figure;
};
// Those of figure_rows(), in their order.
std::vector<LedgerRow> ledger_rows(storage::Reader& reader, UtcTime from, UtcTime until);
// Of these what teams of the one body sent to teams of the other.
std::vector<LedgerRow> ledger_rows_between(storage::Reader& reader, const OrganisationId& sender,
                                           const OrganisationId& receiver, UtcTime from, UtcTime until);

}  // namespace nrm::referral
