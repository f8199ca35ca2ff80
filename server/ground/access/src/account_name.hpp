// Accounts are ASCII, so that two that look alike are one.
#pragma once

#include "rows.hpp"

namespace nrm::access {

std::string fold_account(std::string_view account);
bool is_account(std::string_view folded);
std::optional<MemberRow> find_member_by_account(storage::Reader& reader, std::string_view folded);

}  // namespace nrm::access
