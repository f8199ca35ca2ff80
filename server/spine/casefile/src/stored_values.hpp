// Rows of sealed_value: written once, read newest first.
#pragma once

#include "case_keys.hpp"
#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// Seals one new version of a field; nothing clears it. The leaf notes the ciphertext's hash.
Result<void> add_version(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                         Compartment kind, const std::string& field, const std::optional<std::string_view>& value);
// The newest versions of a compartment's fields, or of one of them. Cleared fields are left out.
Result<WrittenValues> open_newest(log::Act& act, CaseKeys& keys, const CaseId& id, Compartment kind,
                                  const std::optional<std::string>& field = std::nullopt);
// A case that the team holds, alone or jointly, or nothing: missing and foreign are one answer.
std::optional<CaseFacts> own_case(log::Act& act, const access::Permit& permit, const CaseId& id);
bool entitled(const access::Permit& permit, Compartment kind);

}  // namespace nrm::casefile
