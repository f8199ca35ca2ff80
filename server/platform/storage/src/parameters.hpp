// The checks that both databases make of parameters, so that a statement is right or wrong on both alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

// The values in the order of `names`. Throws std::logic_error where a name lacks a value or a value a name, a name is
// given twice, or text is not what both databases can hold.
std::vector<const Value*> match_parameters(const std::vector<std::string>& names, const Params& params,
                                           std::string_view sql);

[[noreturn]] void fail_statement(std::string_view what, std::string_view sql);

// Throws std::logic_error for statements that control transactions, and for writing ones where `may_write` is false.
void check_statement(std::string_view sql, bool may_write);

}  // namespace nrm::storage
