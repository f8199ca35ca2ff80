// What is derived from written values and kept beside them: the card, the name forms for search, the statistics row.
#pragma once

#include "nrm/casefile/overview.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {

// The written values as one change; a cleared field is there without a value.
using Change = std::map<std::string, std::optional<std::string_view>>;

Result<void> update_card(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                         const Change& change);
std::optional<Card> read_card(std::string_view json);
Result<void> update_name_forms(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                               const Change& change);
Result<void> update_statistics(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                               const Change& change, Date today);
Result<void> make_statistics_row(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                                 Date today);
// The random id of the statistics row, out of the sealed casework compartment. Every case has one from its opening.
Result<std::string> statistics_row_id(log::Act& act, CaseKeys& keys, const CaseId& id);

inline constexpr std::string_view kCardField = "casework.card";
inline constexpr std::string_view kNameFormField = "identity.name-forms";
inline constexpr std::string_view kStatisticsField = "casework.statistics-row";

}  // namespace nrm::casefile
